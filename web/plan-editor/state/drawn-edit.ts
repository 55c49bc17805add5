import type { Geometry, LineString, Polygon } from 'geojson';
import type { Edit } from '../../types-plans.ts';
import { type Borders, outlineOf } from '../borders/borders.ts';
import { cellsCrossed } from '../borders/locate.ts';
import { lonLatOf } from '../borders/position.ts';
import { reshapedOutlines } from '../borders/reshape.ts';
import type { Tool } from './tool.ts';

/** The edit that something drawn with a tool stands for, or why it stands for none. */
export function drawnEdit(
  tool: Tool,
  geometry: Polygon | LineString,
  selected: readonly number[],
  borders: Borders,
): Edit | { refused: 'select-one' | 'nothing-crossed' } {
  if (geometry.type === 'Polygon') {
    if (tool === 'exclusion') return { kind: 'draw', polygon: geometry, exclusion: true };
    if (tool === 'enclave') return { kind: 'draw', polygon: geometry, set: { enclave: true } };
    return { kind: 'draw', polygon: geometry };
  }
  if (tool === 'reshape') {
    const [cell, another] = selected;
    if (cell === undefined || another !== undefined) return { refused: 'select-one' };
    return { kind: 'reshape', cell, line: geometry };
  }
  const crossed = cellsCrossed(borders, geometry.coordinates.map(lonLatOf));
  // What is selected from before and lies elsewhere is not meant.
  const meant = crossed.filter((cell) => selected.includes(cell));
  const cells = meant.length > 0 ? meant : crossed;
  return cells.length > 0 ? { kind: 'split', cells, line: geometry } : { refused: 'nothing-crossed' };
}

/** What an edit looks like on the map: the outlines it makes, or those of the cells that it is about. */
export function geometriesOf(edit: Edit, borders: Borders): Geometry[] {
  if (edit.kind === 'draw') return [edit.polygon];
  if ('line' in edit) return [edit.line];
  const outlines =
    edit.kind === 'reshape'
      ? [...reshapedOutlines(borders, edit).values()]
      : edit.cells.map((cell) => outlineOf(borders, cell)).filter((outline) => outline !== null);
  return outlines.map((coordinates) => ({ type: 'MultiPolygon', coordinates }));
}

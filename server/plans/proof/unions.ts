import type { Knex } from 'knex';
import type { SharedLand } from '../../geo/overlay.ts';
import { overlayInParts } from '../../geo/overlay-parts.ts';
import type { Bounds } from '../../geo/position.ts';
import { boundsOf } from '../generate/territory.ts';
import { type LoadedCell, loadCells, loadCellsIn } from '../load-cells.ts';
import { areaWords, type Finding } from './finding.ts';
import { outlineGeometry } from './outline-geometry.ts';
import { toleranceMetres } from './tolerance.ts';

/**
 * Cells that are no unions of the cells of a plan they are bound to: a bound cell that is divided belongs to the cell
 * that holds most of it, and every other that has a part of it is told with that part. An error, for whoever bound the
 * plan asked for it; land that lies in no cell of the one or the other is no division.
 */
export async function unionFindings(
  db: Knex,
  cells: readonly LoadedCell[],
  basePlanId: number,
): Promise<Finding[]> {
  return findingsOf(cells, await loadCells(db, basePlanId));
}

/**
 * {@link unionFindings} inside a box. Who holds most of a bound cell that reaches out of the box is told by all cells
 * that it meets.
 */
export async function unionFindingsIn(
  db: Knex,
  planId: number,
  box: Bounds,
  basePlanId: number,
): Promise<Finding[]> {
  const bases = await loadCellsIn(db, basePlanId, box);
  if (bases.length === 0) return [];
  return findingsOf(await loadCellsIn(db, planId, boundsOf(bases.flatMap(({ outline }) => outline))), bases);
}

async function findingsOf(cells: readonly LoadedCell[], bases: readonly LoadedCell[]): Promise<Finding[]> {
  return (await dividedBy(cells, bases)).map(({ land, cell, base }): Finding => {
    const size = areaWords(land.squareMetres);
    return {
      kind: 'not-a-union',
      severity: 'error',
      cells: [cell.id],
      areaSquareMetres: land.squareMetres,
      geometry: JSON.stringify(outlineGeometry(land.polygons())),
      english: `${nameOf(cell)} takes ${size} of ${nameOf(base)}, most of which is another cell's: a cell is a union of whole cells here.`,
      chinese: `“${nameOf(cell)}”只占“${nameOf(base)}”的 ${size}，其余属于别的网格；此处网格须由完整的网格合并而成。`,
    };
  });
}

type Divided = { land: SharedLand; cell: LoadedCell; base: LoadedCell };

async function dividedBy(cells: readonly LoadedCell[], bases: readonly LoadedCell[]): Promise<Divided[]> {
  const outline = (cell: LoadedCell) => cell.outline;
  const lands = await overlayInParts(cells.map(outline), bases.map(outline), toleranceMetres);
  const holders = new Map<number, SharedLand[]>();
  for (const land of lands) {
    if (land.one < 0 || land.other < 0) continue;
    const known = holders.get(land.other);
    if (known) known.push(land);
    else holders.set(land.other, [land]);
  }
  const parts = [...holders.values()].flatMap((held) => {
    const main = held.reduce((most, land) => (land.squareMetres > most.squareMetres ? land : most));
    return held.filter((land) => land !== main);
  });
  return parts
    .sort((a, b) => a.one - b.one || a.other - b.other)
    .flatMap((land) => {
      const [cell, base] = [cells[land.one], bases[land.other]];
      return cell && base ? [{ land, cell, base }] : [];
    });
}

const nameOf = ({ id, code, name }: LoadedCell) => name || code || String(id);

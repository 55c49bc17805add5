import type { Feature, FeatureCollection, Geometry } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import { labelPoint } from '../../map/label-point.ts';
import type { Layer } from '../../map/layer.ts';
import { mapColours } from '../../map/palette.ts';
import type { CellFeature } from '../../types-plans.ts';
import { type Borders, lineOf } from '../borders/borders.ts';
import { editorColours } from './colours.ts';

export type EditedCells = {
  cells: ReadonlyMap<number, CellFeature>;
  borders: Borders;
  selected: readonly number[];
  /** Cells whose outlines follow the pointer: the overlay draws them meanwhile. */
  moving: ReadonlySet<number>;
};

const collection = (features: Feature[]): FeatureCollection<Geometry> => ({
  type: 'FeatureCollection',
  features,
});

const outlines = ({ cells }: EditedCells) =>
  collection(
    [...cells.values()].map(({ id, geometry }) => ({ type: 'Feature', id, geometry, properties: {} })),
  );

/** Each border once, however many cells it parts. */
const lines = ({ borders }: EditedCells) =>
  collection(
    borders.arcs.map((arc, id) => ({
      type: 'Feature',
      id,
      geometry: { type: 'LineString', coordinates: lineOf(borders, arc) },
      properties: { outside: arc.cells.length < 2 },
    })),
  );

const names = ({ cells }: EditedCells) =>
  collection(
    [...cells.values()].map(({ geometry, properties: { name, code } }) => ({
      type: 'Feature',
      geometry: { type: 'Point', coordinates: labelPoint(geometry) },
      properties: { name: name || code, code: shortCode(code) },
    })),
  );

/** The sequence is what tells the cells of one owner apart. */
const shortCode = (code: string) => (code.length > 12 ? code.slice(12) : code);

const flag = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];

function addLayers(map: MapLibre, data: EditedCells) {
  map.addSource('edited-cells', { type: 'geojson', data: outlines(data) });
  map.addSource('edited-borders', { type: 'geojson', data: lines(data) });
  map.addSource('edited-names', { type: 'geojson', data: names(data) });
  map.addLayer(
    {
      id: 'edited-cells',
      type: 'fill',
      source: 'edited-cells',
      paint: {
        'fill-color': ['case', flag('selected'), editorColours.selected, editorColours.cell],
        'fill-opacity': ['case', flag('moving'), 0, flag('selected'), 0.4, 0.28],
        'fill-antialias': false,
      },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'edited-borders',
      type: 'line',
      source: 'edited-borders',
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: {
        'line-color': editorColours.border,
        'line-width': ['case', ['get', 'outside'], 2.6, 1.5],
        'line-opacity': ['case', flag('moving'), 0, 0.9],
      },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'edited-names',
      type: 'symbol',
      source: 'edited-names',
      layout: { 'text-field': ['get', 'name'], 'text-size': 11.5, 'text-max-width': 8, 'text-padding': 6 },
      paint: { 'text-color': mapColours.label, 'text-halo-color': mapColours.halo, 'text-halo-width': 1.5 },
    },
    'cell-names-end',
  );
}

function setStates(map: MapLibre, { cells, borders, selected, moving }: EditedCells) {
  for (const id of cells.keys())
    map.setFeatureState(
      { source: 'edited-cells', id },
      { selected: selected.includes(id), moving: moving.has(id) },
    );
  for (const [id, arc] of borders.arcs.entries())
    map.setFeatureState(
      { source: 'edited-borders', id },
      { moving: arc.cells.some((cell) => moving.has(cell)) },
    );
}

/** The cells in the editor: surfaces, borders and names. */
export function editedCellsLayer(map: MapLibre): Layer<EditedCells> {
  let drawn: Borders | undefined;
  return {
    update: (data) => {
      if (!map.getSource('edited-cells')) addLayers(map, data);
      else if (drawn !== data.borders) {
        map.getSource<GeoJSONSource>('edited-cells')?.setData(outlines(data));
        map.getSource<GeoJSONSource>('edited-borders')?.setData(lines(data));
        map.getSource<GeoJSONSource>('edited-names')?.setData(names(data));
      }
      drawn = data.borders;
      setStates(map, data);
    },
    remove: () => {
      if (!map.getSource('edited-cells')) return;
      for (const id of ['edited-names', 'edited-borders', 'edited-cells'])
        map.removeLayer(id).removeSource(id);
    },
  };
}

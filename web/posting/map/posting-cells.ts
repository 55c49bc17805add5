import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../../map/layer.ts';
import { mapColours } from '../../map/palette.ts';
import type { Bounds } from '../../types.ts';
import type { Selection } from '../state/selection.ts';

export type PostingCells = {
  /** Address template of the tiles; absent while there is no plan. */
  tiles: string | undefined;
  bounds: Bounds | null;
  /** How many people each cell has. */
  people: ReadonlyMap<number, number>;
  selected: Selection;
  /** Those that the filter lets through; undefined: nothing is filtered. */
  matching: Selection | undefined;
  /** Those that are proposed instead of a former cell. */
  proposed: Selection;
};

export const postingColours = {
  nobody: '#b3202e',
  somebody: '#4a97c2',
  selected: '#6d28d9',
  proposed: '#0b7a4b',
};

const source = 'cells';
const sourceLayer = 'cells';
const layerIds = ['cells-fill', 'cells-hatch', 'cells-chosen', 'cells-line', 'cells-outline'];

const flag = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];
const isEmpty: ExpressionSpecification = ['==', ['coalesce', ['feature-state', 'people'], 1], 0];
const chosenColour: ExpressionSpecification = [
  'case',
  flag('proposed'),
  postingColours.proposed,
  postingColours.selected,
];
const isChosen: ExpressionSpecification = ['any', flag('selected'), flag('proposed')];

function addCells(map: MapLibre, tiles: string, bounds: Bounds | null) {
  map.addSource(source, {
    type: 'vector',
    tiles: [tiles],
    minzoom: 4,
    maxzoom: 14,
    ...(bounds ? { bounds } : {}),
  });
  const shared = { source, 'source-layer': sourceLayer } as const;
  const fill = (id: string, paint: object) =>
    map.addLayer({ id, type: 'fill', ...shared, paint: { 'fill-antialias': false, ...paint } }, 'cells-end');
  fill('cells-fill', {
    'fill-color': ['case', isEmpty, postingColours.nobody, postingColours.somebody],
    'fill-opacity': ['case', flag('dimmed'), 0.06, isEmpty, 0.6, 0.42],
  });
  // Who sees no red tells the cells with nobody by the pattern.
  fill('cells-hatch', {
    'fill-pattern': 'hatch',
    'fill-opacity': ['case', ['all', isEmpty, ['!', flag('dimmed')]], 0.5, 0],
  });
  fill('cells-chosen', {
    'fill-color': chosenColour,
    'fill-opacity': ['case', isChosen, 0.62, 0],
  });
  map.addLayer(
    {
      id: 'cells-line',
      type: 'line',
      ...shared,
      paint: {
        'line-color': mapColours.cellBorder,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.3, 10, 0.9, 14, 1.6],
        'line-opacity': 0.85,
      },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'cells-outline',
      type: 'line',
      ...shared,
      layout: { 'line-join': 'round' },
      paint: { 'line-color': chosenColour, 'line-width': 2.5, 'line-opacity': ['case', isChosen, 1, 0] },
    },
    'selection-end',
  );
}

function removeCells(map: MapLibre) {
  for (const id of layerIds) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(source)) map.removeSource(source);
}

/** The cells of a plan, by whether anybody is in them, and those that are chosen. */
export function postingCellsLayer(map: MapLibre): Layer<PostingCells> {
  let shown: string | undefined;
  const stated = new Map<number, string>();

  const setState = (id: number, { people, selected, matching, proposed }: PostingCells) => {
    const state = {
      people: people.get(id) ?? null,
      selected: selected.has(id),
      proposed: proposed.has(id),
      dimmed: matching !== undefined && !matching.has(id),
    };
    const key = `${state.people} ${state.selected} ${state.proposed} ${state.dimmed}`;
    // Thousands of cells are told again at every click, and few of them change.
    if (stated.get(id) === key) return;
    stated.set(id, key);
    map.setFeatureState({ source, sourceLayer, id }, state);
  };
  return {
    update: (data) => {
      if (data.tiles !== shown) {
        removeCells(map);
        stated.clear();
        shown = data.tiles;
        if (data.tiles) addCells(map, data.tiles, data.bounds);
      }
      if (!data.tiles) return;
      const ids = new Set([...data.people.keys(), ...stated.keys(), ...data.proposed, ...data.selected]);
      for (const id of ids) setState(id, data);
    },
    remove: () => removeCells(map),
  };
}

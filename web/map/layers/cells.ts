import type { ExpressionSpecification, Map as MapLibre } from 'maplibre-gl';
import type { CellChange } from '../../desk/comparison.ts';
import type { Bounds, CellStatus } from '../../types.ts';
import { tellWhenDrawn } from '../drawn.ts';
import type { Layer } from '../layer.ts';
import {
  cellChangeColours,
  cellChangeOpacity,
  mapColours,
  statusColours,
  statusOpacity,
} from '../palette.ts';

export type CellsData = {
  /** Address template of the tiles; absent while there is no plan. */
  tiles: string | undefined;
  bounds: Bounds | null;
  statuses: Map<number, CellStatus>;
  /** What became of the cells, where that is shown in place of their states. */
  changes: ReadonlyMap<number, CellChange> | undefined;
  selected: number | undefined;
  /** States that the legend has switched off. */
  hidden: readonly CellStatus[];
  /** From which zoom cells are drawn; farther out others tell how they fare. */
  fromZoom: number;
  /** Names what the colours tell; undefined while that is not known whole. */
  of: string | undefined;
};

const source = 'cells';
const sourceLayer = 'cells';
/** Closer out, a cell is smaller than a few pixels: the areas are shown alone. */
export const cellsMinZoom = 6;
const deepest = 24;
/** So much farther out than where they are drawn, cells are coloured already. */
const nearby = 0.5;
const coloured = ['cells-fill', 'cells-hatch', 'cells-dots', 'cells-line'];
const layerIds = [...coloured, 'cells-selected'];

const statusOf: ExpressionSpecification = ['coalesce', ['feature-state', 'status'], 'loading'];
const flag = (name: string): ExpressionSpecification => ['boolean', ['feature-state', name], false];

function matchStatus<T extends string | number>(values: Record<CellStatus | CellChange, T>, otherwise: T) {
  const pairs = Object.entries(values).flat();
  // The builder's type wants the pairs spelled out one by one.
  return ['match', statusOf, ...pairs, otherwise] as unknown as ExpressionSpecification;
}

type Opacities = Partial<Record<CellStatus | CellChange, number>>;
const hatched: Opacities = { never: 0.55, worse: 0.55, unmet: 0.4 };
const dotted: Opacities = { 'no-data': 0.6 };

/** A pattern is drawn on these alone. */
const patternOpacity = (opacities: Opacities): ExpressionSpecification => [
  'case',
  flag('hidden'),
  0,
  ['match', statusOf, ...Object.entries(opacities).flat(), 0] as unknown as ExpressionSpecification,
];

function addFills(map: MapLibre, minzoom: number) {
  const shared = { source, 'source-layer': sourceLayer, minzoom } as const;
  const below = 'cells-end';
  map.addLayer(
    {
      id: 'cells-fill',
      type: 'fill',
      ...shared,
      paint: {
        'fill-color': matchStatus({ ...statusColours, ...cellChangeColours }, '#dfe5ea'),
        'fill-opacity': [
          'case',
          flag('hidden'),
          0.04,
          matchStatus({ ...statusOpacity, ...cellChangeOpacity }, 0.4),
        ],
        'fill-antialias': false,
      },
    },
    below,
  );
  // Patterns tell without colour what is worst, and what is not known; the others differ in how dark they are. One
  // layer more costs a software renderer 50 ms a frame.
  map.addLayer(
    {
      id: 'cells-hatch',
      type: 'fill',
      ...shared,
      paint: {
        'fill-pattern': 'hatch',
        'fill-opacity': patternOpacity(hatched),
        'fill-antialias': false,
      },
    },
    below,
  );
  map.addLayer(
    {
      id: 'cells-dots',
      type: 'fill',
      ...shared,
      layout: { visibility: 'none' },
      paint: {
        'fill-pattern': 'dots',
        'fill-opacity': patternOpacity(dotted),
        'fill-antialias': false,
      },
    },
    below,
  );
}

function addLines(map: MapLibre, minzoom: number) {
  const shared = { source, 'source-layer': sourceLayer } as const;
  map.addLayer(
    {
      id: 'cells-line',
      type: 'line',
      ...shared,
      minzoom,
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
      id: 'cells-selected',
      type: 'line',
      ...shared,
      minzoom: cellsMinZoom,
      layout: { 'line-join': 'round', visibility: 'none' },
      paint: {
        'line-color': mapColours.selected,
        'line-width': 3.5,
        'line-opacity': ['case', flag('selected'), 1, 0],
      },
    },
    'selection-end',
  );
}

function addCells(map: MapLibre, tiles: string, { bounds, fromZoom }: CellsData) {
  map.addSource(source, {
    type: 'vector',
    tiles: [tiles],
    minzoom: 4,
    maxzoom: 14,
    ...(bounds ? { bounds } : {}),
  });
  addFills(map, fromZoom);
  addLines(map, fromZoom);
}

function removeCells(map: MapLibre) {
  for (const id of layerIds) if (map.getLayer(id)) map.removeLayer(id);
  if (map.getSource(source)) map.removeSource(source);
}

/** The cells of a plan from vector tiles; what they are coloured by travels apart and is set as feature state. */
export function cellsLayer(map: MapLibre): Layer<CellsData> {
  let shown: string | undefined;
  /** Which patterns any cell has; a layer that draws none is not drawn at all. */
  const patterned = new Map<string, boolean>();
  /** What each cell is coloured by, so that only what is different is told to the map. */
  const stated = new Map<number, string>();
  let drawnFrom = 0;

  const replaceSource = (data: CellsData) => {
    const { tiles } = data;
    if (tiles === shown) return;
    removeCells(map);
    stated.clear();
    patterned.set('cells-hatch', true).set('cells-dots', false);
    shown = tiles;
    drawnFrom = data.fromZoom;
    if (tiles) addCells(map, tiles, data);
  };
  const setZoom = ({ fromZoom }: CellsData) => {
    if (fromZoom === drawnFrom) return;
    drawnFrom = fromZoom;
    for (const id of coloured) map.setLayerZoomRange(id, fromZoom, deepest);
  };
  const setStates = ({ statuses, changes, selected, hidden }: CellsData) => {
    for (const id of [...stated.keys()])
      if (!statuses.has(id) && id !== selected) {
        map.removeFeatureState({ source, sourceLayer, id });
        stated.delete(id);
      }
    const state = (id: number, status: CellStatus | CellChange | null, isHidden: boolean) => {
      const key = `${status} ${id === selected} ${isHidden}`;
      if (stated.get(id) === key) return;
      stated.set(id, key);
      map.setFeatureState(
        { source, sourceLayer, id },
        { status, selected: id === selected, hidden: isHidden },
      );
    };
    for (const [id, status] of statuses) {
      const change = changes?.get(id);
      state(id, change ?? status, change === undefined && hidden.includes(status));
    }
    if (selected !== undefined && !statuses.has(selected)) state(selected, null, false);
  };
  const setPatterns = ({ statuses, changes }: CellsData) => {
    if (statuses.size === 0) return;
    const shades = new Set<CellStatus | CellChange>(changes ? changes.values() : statuses.values());
    for (const [layer, opacities] of [
      ['cells-hatch', hatched],
      ['cells-dots', dotted],
    ] as const) {
      const isNeeded = [...shades].some((shade) => shade in opacities);
      if (patterned.get(layer) === isNeeded) continue;
      patterned.set(layer, isNeeded);
      // Its opacity stays an expression: tiles that are there would take their states' by one that is none any more.
      map.setLayoutProperty(layer, 'visibility', isNeeded ? 'visible' : 'none');
    }
  };
  /** What the map has not been told yet, for it draws none of it where it stands. */
  let untold: CellsData | undefined;
  const tell = (data: CellsData) => {
    untold = undefined;
    setPatterns(data);
    setStates(data);
  };
  const tellOnArrival = () => {
    if (untold && map.getZoom() > untold.fromZoom - nearby) tell(untold);
  };
  map.on('zoom', tellOnArrival);
  return {
    update: (data) => {
      replaceSource(data);
      if (!data.tiles) return;
      setZoom(data);
      const isSeen = data.selected !== undefined || map.getZoom() > data.fromZoom - nearby;
      if (isSeen) tell(data);
      else untold = data;
      const shownLine = data.selected === undefined ? 'none' : 'visible';
      // Also where nothing changes, being told costs the map a frame.
      if (map.getLayoutProperty('cells-selected', 'visibility') !== shownLine)
        map.setLayoutProperty('cells-selected', 'visibility', shownLine);
      tellWhenDrawn(map, data.of);
    },
    remove: () => {
      map.off('zoom', tellOnArrival);
      removeCells(map);
    },
  };
}

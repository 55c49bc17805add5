import type { Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../../map/layer.ts';
import type { Bounds } from '../../types.ts';
import { editorColours } from './colours.ts';

export type PlanTiles = {
  /** Address of the tiles of the plan's current revision; absent while the cells themselves are shown. */
  tiles: string | undefined;
  bounds: Bounds | null;
};

const source = 'plan-tiles';
const ids = ['plan-tiles-fill', 'plan-tiles-line'];

function add(map: MapLibre, tiles: string, bounds: Bounds | null) {
  map.addSource(source, {
    type: 'vector',
    tiles: [tiles],
    minzoom: 4,
    maxzoom: 14,
    ...(bounds && { bounds }),
  });
  map.addLayer(
    {
      id: 'plan-tiles-fill',
      type: 'fill',
      source,
      'source-layer': 'cells',
      paint: { 'fill-color': editorColours.cell, 'fill-opacity': 0.25, 'fill-antialias': false },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'plan-tiles-line',
      type: 'line',
      source,
      'source-layer': 'cells',
      paint: { 'line-color': editorColours.border, 'line-width': 0.8, 'line-opacity': 0.6 },
    },
    'cells-end',
  );
}

/** The whole plan as it is stored, for when there is more of it in view than can be edited. */
export function planTilesLayer(map: MapLibre): Layer<PlanTiles> {
  let shown: string | undefined;
  const clear = () => {
    for (const id of ids) if (map.getLayer(id)) map.removeLayer(id);
    if (map.getSource(source)) map.removeSource(source);
  };
  return {
    update: ({ tiles, bounds }) => {
      if (tiles === shown) return;
      clear();
      shown = tiles;
      if (tiles) add(map, tiles, bounds);
    },
    remove: clear,
  };
}

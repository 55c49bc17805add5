import type { Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';

/** Address template of the pictures of what was swept in a period. */
export type SweepData = string | undefined;

const id = 'sweep';
/** The server draws no smaller ones: from farther away a strip of some metres cannot be seen. */
export const sweepMinZoom = 11;
const sweepMaxZoom = 17;

function removeSweep(map: MapLibre): void {
  if (!map.getSource(id)) return;
  map.removeLayer(id).removeSource(id);
}

/** What was swept, as a soft surface above the cells and below the tracks. */
export function sweepLayer(map: MapLibre): Layer<SweepData> {
  return {
    update: (tiles) => {
      removeSweep(map);
      if (!tiles) return;
      map.addSource(id, {
        type: 'raster',
        tiles: [tiles],
        tileSize: 256,
        minzoom: sweepMinZoom,
        maxzoom: sweepMaxZoom,
      });
      map.addLayer(
        {
          id,
          type: 'raster',
          source: id,
          minzoom: sweepMinZoom,
          paint: { 'raster-opacity': 0.85, 'raster-fade-duration': 0, 'raster-resampling': 'linear' },
        },
        'areas-end',
      );
    },
    remove: () => removeSweep(map),
  };
}

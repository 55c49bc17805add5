import type { Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

const source = 'plan-lines';

function removeLines(map: MapLibre) {
  if (!map.getSource(source)) return;
  map.removeLayer(source);
  map.removeSource(source);
}

/** The borders of a plan's cells alone, from its vector tiles. */
export function planLinesLayer(map: MapLibre): Layer<string | undefined> {
  return {
    update: (tiles) => {
      removeLines(map);
      if (!tiles) return;
      map.addSource(source, { type: 'vector', tiles: [tiles], minzoom: 4, maxzoom: 14 });
      map.addLayer(
        {
          id: source,
          type: 'line',
          source,
          'source-layer': 'cells',
          paint: { 'line-color': mapColours.area, 'line-width': 0.7, 'line-opacity': 0.6 },
        },
        'cells-end',
      );
    },
    remove: () => removeLines(map),
  };
}

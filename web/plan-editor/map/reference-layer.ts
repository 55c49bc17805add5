import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../../map/layer.ts';
import { editorColours } from './colours.ts';

/** Roads, rivers and the like to follow; absent while none are shown. */
export type ReferenceLines = FeatureCollection | undefined;

const empty: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** Loaded lines, below the borders. */
export function referenceLinesLayer(map: MapLibre): Layer<ReferenceLines> {
  return {
    update: (lines) => {
      const source = map.getSource<GeoJSONSource>('reference-lines');
      if (source) return void source.setData(lines ?? empty);
      if (!lines) return;
      map.addSource('reference-lines', { type: 'geojson', data: lines });
      map.addLayer(
        {
          id: 'reference-lines',
          type: 'line',
          source: 'reference-lines',
          paint: { 'line-color': editorColours.reference, 'line-width': 1.6, 'line-dasharray': [4, 2] },
        },
        'cells-end',
      );
    },
    remove: () => {
      if (map.getSource('reference-lines'))
        map.removeLayer('reference-lines').removeSource('reference-lines');
    },
  };
}

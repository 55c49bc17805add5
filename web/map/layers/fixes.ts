import type { FeatureCollection, Point } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

/** Positions with their `state`, numbered by `id`; undefined while none are shown. */
export type FixesData = {
  points: FeatureCollection<Point, { state: string }> | undefined;
  selected: number | undefined;
};

function addPoints(map: MapLibre): void {
  map.addLayer({
    id: 'fix-points',
    type: 'circle',
    source: 'fixes',
    paint: {
      'circle-radius': ['match', ['get', 'state'], 'good', 3, 5],
      'circle-color': [
        'match',
        ['get', 'state'],
        'flagged',
        '#ffffff',
        'restored',
        mapColours.restoredFix,
        'excluded',
        '#ffffff',
        mapColours.goodFix,
      ],
      'circle-stroke-color': [
        'match',
        ['get', 'state'],
        'flagged',
        mapColours.flagged,
        'excluded',
        mapColours.excludedFix,
        '#ffffff',
      ],
      'circle-stroke-width': ['match', ['get', 'state'], 'good', 0.5, 2],
    },
  });
  map.addLayer({
    id: 'fix-selected',
    type: 'circle',
    source: 'fixes',
    filter: ['==', ['id'], -1],
    paint: {
      'circle-radius': 9,
      'circle-opacity': 0,
      'circle-stroke-color': mapColours.selected,
      'circle-stroke-width': 2,
    },
  });
}

function removePoints(map: MapLibre): void {
  if (!map.getSource('fixes')) return;
  for (const id of ['fix-selected', 'fix-points']) map.removeLayer(id);
  map.removeSource('fixes');
}

/** Every position of the open track: what is suspect or was decided about is larger, and told by its ring. */
export function fixesLayer(map: MapLibre): Layer<FixesData> {
  return {
    update: ({ points, selected }) => {
      if (!points) return removePoints(map);
      const source = map.getSource<GeoJSONSource>('fixes');
      if (source) source.setData(points);
      else {
        map.addSource('fixes', { type: 'geojson', data: points });
        addPoints(map);
      }
      map.setFilter('fix-selected', ['==', ['id'], selected ?? -1]);
    },
    remove: () => removePoints(map),
  };
}

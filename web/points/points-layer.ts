import type { FeatureCollection } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Point } from '../../server/points/point.ts';
import type { Layer } from '../map/layer.ts';

/** What is drawn: the points, and which of them is chosen. */
export type DrawnPoints = { points: readonly Point[]; chosen: number | undefined };

export const pointsDots = 'points-dots';

const colours: [kind: string, colour: string][] = [
  ['household', '#1d5a86'],
  ['post', '#6b21a8'],
  ['gate', '#b45309'],
  ['checkpoint', '#b91c1c'],
  ['tower', '#0f766e'],
  ['camp', '#4d7c0f'],
];

/** Dots by kind; key points have a dark ring, the chosen one is larger. */
export function pointsLayer(map: MapLibre): Layer<DrawnPoints> {
  map.addSource('points', { type: 'geojson', data: shapes({ points: [], chosen: undefined }) });
  map.addLayer({
    id: pointsDots,
    type: 'circle',
    source: 'points',
    paint: {
      'circle-radius': ['case', ['get', 'chosen'], 10, 6],
      'circle-color': ['match', ['get', 'kind'], ...colours.flat(), '#475569'] as never,
      'circle-stroke-color': ['case', ['get', 'key'], '#111827', '#ffffff'],
      'circle-stroke-width': ['case', ['get', 'key'], 3, 1.5],
    },
  });
  return {
    update: (drawn) => {
      map.getSource<GeoJSONSource>('points')?.setData(shapes(drawn));
    },
    remove: () => {
      map.removeLayer(pointsDots);
      map.removeSource('points');
    },
  };
}

function shapes({ points, chosen }: DrawnPoints): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: points.map(({ id, geometry, properties: { kind, key } }) => ({
      type: 'Feature',
      id,
      geometry,
      properties: { id, kind, key, chosen: id === chosen },
    })),
  };
}

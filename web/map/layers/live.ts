import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

/** A position to draw; `age` in seconds, the label already in words. */
export type LivePoint = {
  device: number;
  lon: number;
  lat: number;
  age: number;
  precisionMetres: number;
  label: string;
};

const source = 'live';
const layerIds = ['live-name', 'live-point', 'live-around'];
const metresPerDegree = 111_320;
const corners = 24;

const isPoint: ExpressionSpecification = ['==', ['geometry-type'], 'Point'];
/** Fresh positions are strong; they pale with age. */
const fading: ExpressionSpecification = [
  'interpolate',
  ['linear'],
  ['get', 'age'],
  60,
  1,
  1_800,
  0.55,
  7_200,
  0.3,
];

function shapes(points: readonly LivePoint[]): FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: points.flatMap(({ lon, lat, age, precisionMetres, label, device }) => {
      const properties = { age, label, device };
      const point = {
        type: 'Feature' as const,
        properties,
        geometry: { type: 'Point' as const, coordinates: [lon, lat] },
      };
      if (precisionMetres === 0) return [point];
      const geometry = { type: 'Polygon' as const, coordinates: [circle(lon, lat, precisionMetres * 0.75)] };
      return [{ type: 'Feature' as const, properties, geometry }, point];
    }),
  };
}

function circle(lon: number, lat: number, metres: number): [number, number][] {
  const high = metres / metresPerDegree;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI;
    return [lon + wide * Math.cos(angle), lat + high * Math.sin(angle)];
  });
}

function addLive(map: MapLibre, points: readonly LivePoint[]): void {
  map.addSource(source, { type: 'geojson', data: shapes(points) });
  map.addLayer({
    id: 'live-around',
    type: 'fill',
    source,
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': mapColours.live, 'fill-opacity': 0.12, 'fill-outline-color': mapColours.live },
  });
  map.addLayer({
    id: 'live-point',
    type: 'circle',
    source,
    filter: isPoint,
    paint: {
      'circle-radius': ['interpolate', ['linear'], ['zoom'], 7, 4, 12, 7],
      'circle-color': mapColours.live,
      'circle-opacity': fading,
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2,
      'circle-stroke-opacity': fading,
    },
  });
  map.addLayer({
    id: 'live-name',
    type: 'symbol',
    source,
    filter: isPoint,
    layout: {
      'text-field': ['get', 'label'],
      'text-size': 12,
      'text-offset': [0, 0.9],
      'text-anchor': 'top',
      'text-optional': true,
      'symbol-sort-key': ['get', 'age'],
    },
    paint: {
      'text-color': mapColours.label,
      'text-halo-color': mapColours.halo,
      'text-halo-width': 1.6,
      'text-opacity': fading,
    },
  });
}

function removeLive(map: MapLibre): void {
  if (!map.getSource(source)) return;
  for (const id of layerIds) map.removeLayer(id);
  map.removeSource(source);
}

/** Where people on duty are: paler the older it is, with a circle as wide as it is uncertain. */
export function liveLayer(map: MapLibre): Layer<readonly LivePoint[]> {
  return {
    update: (points) => {
      const known = map.getSource<GeoJSONSource>(source);
      if (known) known.setData(shapes(points));
      else addLive(map, points);
    },
    remove: () => removeLive(map),
  };
}

import type { Feature, FeatureCollection, Polygon } from 'geojson';
import type {
  ExpressionSpecification,
  GeoJSONSource,
  LayerSpecification,
  Map as MapLibre,
} from 'maplibre-gl';
import type { Layer } from '../map/layer.ts';
import { mapColours } from '../map/palette.ts';

export type AroundData = {
  outline: Polygon | undefined;
  ways: { key: string; lines: [number, number][][] }[];
  /** The place that is asked about, and who is near it. */
  point: [number, number] | undefined;
  people: { key: string; position: [number, number] }[];
  chosen: string | undefined;
};

const source = 'around';
const isKind = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];
const colour: ExpressionSpecification = ['case', ['get', 'chosen'], mapColours.openTrack, mapColours.track];

/** The drawn outline with the ways inside it, and the place that is asked about with who is near. */
export function aroundLayer(map: MapLibre): Layer<AroundData> {
  map.addSource(source, { type: 'geojson', data: featuresOf(undefined) });
  const layers: LayerSpecification[] = [
    {
      id: 'around-fill',
      type: 'fill',
      source,
      filter: isKind('outline'),
      paint: { 'fill-color': '#1d5a86', 'fill-opacity': 0.1 },
    },
    {
      id: 'around-outline',
      type: 'line',
      source,
      filter: isKind('outline'),
      paint: { 'line-color': '#1d5a86', 'line-width': 2, 'line-dasharray': [3, 2] },
    },
    {
      id: 'around-casing',
      type: 'line',
      source,
      filter: isKind('way'),
      layout: { 'line-join': 'round', 'line-cap': 'round' },
      paint: { 'line-color': '#ffffff', 'line-width': 3.6, 'line-opacity': 0.75 },
    },
    {
      id: 'around-way',
      type: 'line',
      source,
      filter: isKind('way'),
      layout: {
        'line-join': 'round',
        'line-cap': 'round',
        'line-sort-key': ['case', ['get', 'chosen'], 1, 0],
      },
      paint: { 'line-color': colour, 'line-width': ['case', ['get', 'chosen'], 4, 1.7] },
    },
    {
      id: 'around-person',
      type: 'circle',
      source,
      filter: isKind('person'),
      paint: {
        'circle-radius': ['case', ['get', 'chosen'], 9, 6.5],
        'circle-color': colour,
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2,
      },
    },
    {
      id: 'around-point',
      type: 'circle',
      source,
      filter: isKind('point'),
      paint: {
        'circle-radius': 8,
        'circle-color': '#c2410c',
        'circle-stroke-color': '#ffffff',
        'circle-stroke-width': 2.5,
      },
    },
  ];
  // The place and who is near it lie above the names, too.
  for (const layer of layers) map.addLayer(layer, layer.type === 'circle' ? undefined : 'selection-end');
  return {
    update: (data) => {
      map.getSource<GeoJSONSource>(source)?.setData(featuresOf(data));
    },
    remove: () => {
      for (const { id } of layers) map.removeLayer(id);
      map.removeSource(source);
    },
  };
}

function featuresOf(data: AroundData | undefined): FeatureCollection {
  if (!data) return { type: 'FeatureCollection', features: [] };
  const { outline, ways, point, people, chosen } = data;
  const feature = (kind: string, key: string, geometry: Feature['geometry']): Feature => ({
    type: 'Feature',
    properties: { kind, chosen: key !== '' && key === chosen },
    geometry,
  });
  return {
    type: 'FeatureCollection',
    features: [
      ...(outline ? [feature('outline', '', outline)] : []),
      ...ways.map(({ key, lines }) => feature('way', key, { type: 'MultiLineString', coordinates: lines })),
      ...people.map(({ key, position }) => feature('person', key, { type: 'Point', coordinates: position })),
      ...(point ? [feature('point', '', { type: 'Point', coordinates: point })] : []),
    ],
  };
}

import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { TrackCollection } from '../../types.ts';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

const isKind = (kind: string): ExpressionSpecification => ['==', ['get', 'kind'], kind];
const width: ExpressionSpecification = ['interpolate', ['linear'], ['zoom'], 7, 1, 12, 2.4, 16, 4];
export type TracksData = {
  /** Legs may have a `colour` of their own. */
  lines: TrackCollection | undefined;
  selected: number | undefined;
  /** Whether suspect positions are drawn too. */
  flagged: boolean;
};

/** The track that is open stands out among the others. */
const colourOf = (selected: number | undefined): ExpressionSpecification => [
  'case',
  ['==', ['get', 'track'], selected ?? -1],
  mapColours.openTrack,
  ['to-color', ['get', 'colour'], mapColours.track],
];

const layerIds = ['track-flagged', 'track-gap', 'track-leg', 'track-casing'];

function addLines(map: MapLibre) {
  const join = { 'line-join': 'round', 'line-cap': 'round' } as const;
  map.addLayer(
    {
      id: 'track-casing',
      type: 'line',
      source: 'tracks',
      filter: isKind('leg'),
      layout: join,
      paint: {
        'line-color': '#ffffff',
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 2, 12, 4.4, 16, 7],
        'line-opacity': 0.7,
      },
    },
    'tracks-end',
  );
  map.addLayer(
    {
      id: 'track-leg',
      type: 'line',
      source: 'tracks',
      filter: isKind('leg'),
      layout: join,
      paint: { 'line-color': mapColours.track, 'line-width': width, 'line-opacity': 0.85 },
    },
    'tracks-end',
  );
  map.addLayer(
    {
      id: 'track-gap',
      type: 'line',
      source: 'tracks',
      filter: isKind('gap'),
      paint: { 'line-color': mapColours.trackGap, 'line-width': width, 'line-dasharray': [1.5, 2] },
    },
    'tracks-end',
  );
  map.addLayer(
    {
      id: 'track-flagged',
      type: 'circle',
      source: 'tracks',
      filter: isKind('flagged'),
      minzoom: 10,
      paint: {
        'circle-radius': 4,
        'circle-color': '#ffffff',
        'circle-stroke-color': mapColours.flagged,
        'circle-stroke-width': 2,
      },
    },
    'tracks-end',
  );
}

function removeLines(map: MapLibre) {
  if (!map.getSource('tracks')) return;
  for (const id of layerIds) map.removeLayer(id);
  map.removeSource('tracks');
}

/** Tracks as lines; a gap in reporting is dashed and grey, for nobody knows what happened there. */
export function tracksLayer(map: MapLibre): Layer<TracksData> {
  return {
    update: ({ lines, selected, flagged }) => {
      if (!lines) return removeLines(map);
      const source = map.getSource<GeoJSONSource>('tracks');
      if (source) source.setData(lines);
      else {
        map.addSource('tracks', { type: 'geojson', data: lines });
        addLines(map);
      }
      map.setPaintProperty('track-leg', 'line-color', colourOf(selected));
      map.setLayoutProperty('track-flagged', 'visibility', flagged ? 'visible' : 'none');
    },
    remove: () => removeLines(map),
  };
}

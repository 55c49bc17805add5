import type { FeatureCollection, LineString, Point } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

/** Lines from where people usually are to where they would go, and both ends; `chosen` ones stand out. */
export type ProposalData =
  | FeatureCollection<LineString | Point, { kind: 'way' | 'from' | 'to' | 'unmet'; state: string }>
  | undefined;

const source = 'proposal';
const layerIds = ['proposal-ends', 'proposal-ways', 'proposal-casing'];

const colour: ExpressionSpecification = [
  'match',
  ['get', 'state'],
  'chosen',
  mapColours.openTrack,
  'accepted',
  mapColours.restoredFix,
  'unmet',
  mapColours.excludedFix,
  mapColours.trackGap,
];
const isWay: ExpressionSpecification = ['==', ['get', 'kind'], 'way'];
const isChosen: ExpressionSpecification = ['==', ['get', 'state'], 'chosen'];

function addLayers(map: MapLibre, data: NonNullable<ProposalData>) {
  map.addSource(source, { type: 'geojson', data });
  const layout = { 'line-cap': 'round' } as const;
  map.addLayer(
    {
      id: 'proposal-casing',
      type: 'line',
      source,
      filter: isWay,
      layout,
      paint: { 'line-color': '#ffffff', 'line-width': 5, 'line-opacity': 0.8 },
    },
    'tracks-end',
  );
  map.addLayer(
    {
      id: 'proposal-ways',
      type: 'line',
      source,
      filter: isWay,
      layout,
      paint: { 'line-color': colour, 'line-width': ['case', isChosen, 2.6, 1.6] },
    },
    'tracks-end',
  );
  map.addLayer(
    {
      id: 'proposal-ends',
      type: 'circle',
      source,
      filter: ['!', isWay],
      paint: {
        'circle-radius': ['match', ['get', 'kind'], 'from', 3, 'unmet', 5, 5.5],
        'circle-color': ['match', ['get', 'kind'], 'from', '#ffffff', 'unmet', '#ffffff', colour],
        'circle-stroke-color': ['match', ['get', 'kind'], 'to', '#ffffff', colour],
        'circle-stroke-width': 2,
      },
    },
    'tracks-end',
  );
}

function removeLayers(map: MapLibre) {
  if (!map.getSource(source)) return;
  for (const id of layerIds) map.removeLayer(id);
  map.removeSource(source);
}

/** Who would go where. */
export function proposalLayer(map: MapLibre): Layer<ProposalData> {
  return {
    update: (data) => {
      if (!data) return removeLayers(map);
      const known = map.getSource<GeoJSONSource>(source);
      if (known) known.setData(data);
      else addLayers(map, data);
    },
    remove: () => removeLayers(map),
  };
}

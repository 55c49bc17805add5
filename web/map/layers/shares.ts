import type { FeatureCollection, MultiPolygon, Point, Polygon } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import { shareClasses } from '../../desk/shares.ts';
import { tellWhenDrawn } from '../drawn.ts';
import { labelPoint } from '../label-point.ts';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

export type AreaShare = { geometry: Polygon | MultiPolygon; share: number; label: string };
export type SharesData = {
  areas: readonly AreaShare[];
  maxZoom: number;
  /** Names what the colours tell; undefined while that is not known whole. */
  of: string | undefined;
};

const [fillSource, labelSource] = ['shares', 'share-labels'];
const layerIds = ['share-label', 'share-line', 'share-fill'];

const [lowest, ...higher] = shareClasses;
const colour: ExpressionSpecification = [
  'step',
  ['get', 'share'],
  lowest.colour,
  ...higher.flatMap(({ from, colour: of }) => [from, of]),
];

const outlines = (areas: readonly AreaShare[]): FeatureCollection<Polygon | MultiPolygon> => ({
  type: 'FeatureCollection',
  features: areas.map(({ geometry, share }) => ({ type: 'Feature', geometry, properties: { share } })),
});

const labels = (areas: readonly AreaShare[]): FeatureCollection<Point> => ({
  type: 'FeatureCollection',
  features: areas.map(({ geometry, label, share }) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: labelPoint(geometry) },
    properties: { label, share },
  })),
});

function addShares(map: MapLibre, { areas, maxZoom: maxzoom }: SharesData): void {
  map.addSource(fillSource, { type: 'geojson', data: outlines(areas) });
  map.addSource(labelSource, { type: 'geojson', data: labels(areas) });
  map.addLayer(
    {
      id: 'share-fill',
      type: 'fill',
      source: fillSource,
      maxzoom,
      paint: { 'fill-color': colour, 'fill-opacity': 0.92, 'fill-antialias': false },
    },
    'cells-end',
  );
  map.addLayer(
    {
      id: 'share-line',
      type: 'line',
      source: fillSource,
      maxzoom,
      paint: { 'line-color': '#ffffff', 'line-width': 1.2 },
    },
    'cells-end',
  );
  map.addLayer({
    id: 'share-label',
    type: 'symbol',
    source: labelSource,
    maxzoom,
    layout: {
      'text-field': ['get', 'label'],
      'text-size': 12,
      'text-max-width': 7,
      'symbol-sort-key': ['get', 'share'],
    },
    paint: { 'text-color': mapColours.label, 'text-halo-color': mapColours.halo, 'text-halo-width': 1.8 },
  });
}

function removeShares(map: MapLibre): void {
  if (!map.getSource(fillSource)) return;
  for (const id of layerIds) map.removeLayer(id);
  map.removeSource(labelSource).removeSource(fillSource);
}

/** Areas coloured by the share of their cells that met their obligations, far out. */
export function sharesLayer(map: MapLibre): Layer<SharesData> {
  let shown: SharesData | undefined;
  const draw = (data: SharesData) => {
    if (shown?.maxZoom !== data.maxZoom) removeShares(map);
    const source = map.getSource<GeoJSONSource>(fillSource);
    if (!source) {
      if (data.areas.length > 0) addShares(map, data);
      return;
    }
    source.setData(outlines(data.areas));
    map.getSource<GeoJSONSource>(labelSource)?.setData(labels(data.areas));
  };
  return {
    update: (data) => {
      if (shown?.areas !== data.areas || shown.maxZoom !== data.maxZoom) draw(data);
      shown = data;
      if (map.getZoom() < data.maxZoom) tellWhenDrawn(map, data.of);
    },
    remove: () => removeShares(map),
  };
}

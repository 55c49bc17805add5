import type { FeatureCollection, Point } from 'geojson';
import type { ExpressionSpecification, GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { AreaFeature, AreaKind } from '../../types.ts';
import { labelPoint } from '../label-point.ts';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

/** From which zoom an area's border and name are worth showing, by kind. */
const minZooms: Record<AreaKind, number> = {
  prefecture: 0,
  district: 0,
  station: 7,
  township: 7,
  forest: 7.5,
  village: 8.5,
  community: 9.5,
};
/** Closer in than this, the name of so wide an area says nothing of what is seen. */
const nameMaxZooms: Partial<Record<AreaKind, number>> = {
  prefecture: 8,
  district: 9,
  station: 12,
  township: 12,
};
const rank: Record<AreaKind, number> = {
  district: 0,
  prefecture: 1,
  station: 2,
  township: 3,
  forest: 4,
  village: 5,
  community: 6,
};

const isKind = (...kinds: AreaKind[]): ExpressionSpecification => ['in', ['get', 'kind'], ['literal', kinds]];
const fromItsZoom: ExpressionSpecification = ['>=', ['zoom'], ['get', 'minZoom']];

const withZoom = ({ kind, name }: { kind: AreaKind; name: string }) => ({
  kind,
  name,
  minZoom: minZooms[kind],
  nameMaxZoom: nameMaxZooms[kind] ?? 24,
  rank: rank[kind],
});

const outlines = (areas: AreaFeature[]) => ({
  type: 'FeatureCollection' as const,
  features: areas.map((area) => ({ ...area, properties: withZoom(area.properties) })),
});

/** One point an area: a polygon's label would repeat in every tile. */
const names = (areas: AreaFeature[]): FeatureCollection<Point> => ({
  type: 'FeatureCollection',
  features: areas.map((area) => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: labelPoint(area.geometry) },
    properties: withZoom(area.properties),
  })),
});

function addLines(map: MapLibre) {
  map.addLayer(
    {
      id: 'area-forest',
      type: 'fill',
      source: 'areas',
      filter: isKind('forest'),
      paint: { 'fill-color': mapColours.forest, 'fill-opacity': 0.16, 'fill-antialias': false },
    },
    'ground-end',
  );
  map.addLayer(
    {
      id: 'area-minor',
      type: 'line',
      source: 'areas',
      filter: ['all', ['!', isKind('district', 'prefecture', 'township', 'station')], fromItsZoom],
      paint: {
        'line-color': mapColours.area,
        'line-opacity': 0.75,
        'line-width': ['interpolate', ['linear'], ['zoom'], 8, 0.6, 12, 1.8],
      },
    },
    'areas-end',
  );
  map.addLayer(
    {
      id: 'area-township',
      type: 'line',
      source: 'areas',
      filter: ['all', isKind('township', 'station'), fromItsZoom],
      paint: {
        'line-color': mapColours.area,
        'line-width': ['interpolate', ['linear'], ['zoom'], 7, 0.8, 12, 2.4],
      },
    },
    'areas-end',
  );
  map.addLayer(
    {
      id: 'area-district',
      type: 'line',
      source: 'areas',
      filter: isKind('district', 'prefecture'),
      paint: {
        'line-color': mapColours.ownArea,
        'line-width': ['interpolate', ['linear'], ['zoom'], 5, 1.4, 12, 3.2],
      },
    },
    'areas-end',
  );
}

function addNames(map: MapLibre) {
  map.addLayer(
    {
      id: 'area-name',
      type: 'symbol',
      source: 'area-names',
      filter: ['all', fromItsZoom, ['<=', ['zoom'], ['get', 'nameMaxZoom']]],
      layout: {
        'text-field': ['get', 'name'],
        'text-size': [
          'match',
          ['get', 'kind'],
          ['district', 'prefecture'],
          15,
          ['township', 'station'],
          13,
          12,
        ],
        'text-max-width': 8,
        'text-padding': 4,
        'symbol-sort-key': ['get', 'rank'],
      },
      paint: { 'text-color': mapColours.label, 'text-halo-color': mapColours.halo, 'text-halo-width': 1.6 },
    },
    'area-names-end',
  );
}

function addAreas(map: MapLibre, areas: AreaFeature[]) {
  map.addSource('areas', { type: 'geojson', data: outlines(areas) });
  map.addSource('area-names', { type: 'geojson', data: names(areas) });
  addLines(map);
  addNames(map);
}

function removeAreas(map: MapLibre) {
  if (!map.getSource('areas')) return;
  for (const id of ['area-name', 'area-district', 'area-township', 'area-minor', 'area-forest'])
    map.removeLayer(id);
  map.removeSource('area-names').removeSource('areas');
}

/** Outlines and names of the areas the user may see; small ones appear as one comes closer. */
export function areasLayer(map: MapLibre): Layer<AreaFeature[] | undefined> {
  return {
    update: (areas) => {
      if (!areas) return;
      const source = map.getSource<GeoJSONSource>('areas');
      // A source that is added empty is cut and drawn twice.
      if (!source) return addAreas(map, areas);
      source.setData(outlines(areas));
      map.getSource<GeoJSONSource>('area-names')?.setData(names(areas));
    },
    remove: () => removeAreas(map),
  };
}

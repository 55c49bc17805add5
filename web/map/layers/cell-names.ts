import type { Feature, FeatureCollection, MultiPolygon, Point, Position } from 'geojson';
import type { GeoJSONSource, MapGeoJSONFeature, Map as MapLibre } from 'maplibre-gl';
import { labelPoint } from '../label-point.ts';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

const minZoom = 11.5;
const empty: FeatureCollection<Point> = { type: 'FeatureCollection', features: [] };

type Named = { label: unknown; polygons: Position[][][] };

/** A cell comes in as many pieces as there are tiles it lies in: its name goes to the middle of them together. */
function namesOf(pieces: MapGeoJSONFeature[]): FeatureCollection<Point> {
  const cells = new Map<unknown, Named>();
  for (const { id, properties, geometry } of pieces) {
    const label = properties['name'] || properties['code'];
    const cell: Named = cells.get(id) ?? { label, polygons: [] };
    if (geometry.type === 'Polygon') cell.polygons.push(geometry.coordinates);
    if (geometry.type === 'MultiPolygon') cell.polygons.push(...geometry.coordinates);
    cells.set(id, cell);
  }
  const features = [...cells.values()].map(({ label, polygons }): Feature<Point> => {
    const geometry: MultiPolygon = { type: 'MultiPolygon', coordinates: polygons };
    return {
      type: 'Feature',
      geometry: { type: 'Point', coordinates: labelPoint(geometry) },
      properties: { label },
    };
  });
  return { type: 'FeatureCollection', features };
}

function addNames(map: MapLibre) {
  map.addSource('cell-names', { type: 'geojson', data: empty });
  map.addLayer(
    {
      id: 'cell-names',
      type: 'symbol',
      source: 'cell-names',
      minzoom: minZoom,
      layout: { 'text-field': ['get', 'label'], 'text-size': 11, 'text-max-width': 7 },
      paint: { 'text-color': '#22333f', 'text-halo-color': mapColours.halo, 'text-halo-width': 1.4 },
    },
    'cell-names-end',
  );
}

/**
 * Names of the cells in view, close in. Drawn from their outlines in the tiles they would be repeated in every tile, so
 * they are placed here, whenever the map has come to rest somewhere else.
 */
export function cellNamesLayer(map: MapLibre): Layer<string | undefined> {
  let placedFor = '';
  const place = () => {
    if (map.getZoom() < minZoom || !map.getLayer('cells-fill')) return;
    const pieces = map.queryRenderedFeatures({ layers: ['cells-fill'] });
    const view = `${map.getZoom()} ${map.getBounds()} ${pieces.length}`;
    if (view === placedFor) return;
    placedFor = view;
    if (!map.getSource('cell-names')) addNames(map);
    map.getSource<GeoJSONSource>('cell-names')?.setData(namesOf(pieces));
  };
  map.on('idle', place);
  return {
    update: () => {
      placedFor = '';
    },
    remove: () => {
      map.off('idle', place);
      if (!map.getSource('cell-names')) return;
      map.removeLayer('cell-names').removeSource('cell-names');
    },
  };
}

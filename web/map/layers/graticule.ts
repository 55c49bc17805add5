import type { Feature, FeatureCollection, LineString } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';
import { mapColours } from '../palette.ts';

const steps = [0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 30];

const line = (coordinates: [number, number][]): Feature<LineString> => ({
  type: 'Feature',
  geometry: { type: 'LineString', coordinates },
  properties: {},
});

function range(from: number, to: number, step: number): number[] {
  const first = Math.ceil(from / step);
  return Array.from({ length: Math.max(0, Math.floor(to / step) - first + 1) }, (_, i) => (first + i) * step);
}

/** About six lines across the view, at round degrees. */
function linesOf(map: MapLibre): FeatureCollection<LineString> {
  const bounds = map.getBounds();
  const [west, east] = [Math.max(-180, bounds.getWest()), Math.min(180, bounds.getEast())];
  const [south, north] = [Math.max(-85, bounds.getSouth()), Math.min(85, bounds.getNorth())];
  const step = steps.find((candidate) => (east - west) / candidate <= 7) ?? 30;
  const meridians = range(west, east, step).map((x) =>
    line([
      [x, south],
      [x, north],
    ]),
  );
  const parallels = range(south, north, step).map((y) =>
    line([
      [west, y],
      [east, y],
    ]),
  );
  return { type: 'FeatureCollection', features: [...meridians, ...parallels] };
}

/** Lines of longitude and latitude: the one orientation that needs no map data. They follow the map once it stands still. */
export function graticuleLayer(map: MapLibre): Layer<undefined> {
  map.addSource('graticule', { type: 'geojson', data: linesOf(map) });
  map.addLayer(
    {
      id: 'graticule',
      type: 'line',
      source: 'graticule',
      paint: { 'line-color': mapColours.graticule, 'line-width': 0.6, 'line-opacity': 0.55 },
    },
    'ground-end',
  );
  const redraw = () => map.getSource<GeoJSONSource>('graticule')?.setData(linesOf(map));
  map.on('moveend', redraw);
  return {
    update: () => undefined,
    remove: () => {
      map.off('moveend', redraw);
      map.removeLayer('graticule').removeSource('graticule');
    },
  };
}

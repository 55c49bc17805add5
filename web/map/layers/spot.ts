import type { FeatureCollection, Position } from 'geojson';
import type { GeoJSONSource, Map as MapLibre } from 'maplibre-gl';
import type { Layer } from '../layer.ts';

/** A chosen place, and how far around it is asked. */
export type Spot = { position: [lon: number, lat: number]; withinKilometres: number | undefined };

const kilometresADegree = 111.32;
const corners = 64;

/** Marks the chosen place, with a circle where it is asked within so far. */
export function spotLayer(map: MapLibre): Layer<Spot | undefined> {
  map.addSource('spot', { type: 'geojson', data: shapes(undefined) });
  map.addLayer({
    id: 'spot-around',
    type: 'fill',
    source: 'spot',
    filter: ['==', ['geometry-type'], 'Polygon'],
    paint: { 'fill-color': '#1d5a86', 'fill-opacity': 0.12, 'fill-outline-color': '#1d5a86' },
  });
  map.addLayer({
    id: 'spot-point',
    type: 'circle',
    source: 'spot',
    filter: ['==', ['geometry-type'], 'Point'],
    paint: {
      'circle-radius': 8,
      'circle-color': '#c2410c',
      'circle-stroke-color': '#ffffff',
      'circle-stroke-width': 2.5,
    },
  });
  return {
    update: (spot) => {
      map.getSource<GeoJSONSource>('spot')?.setData(shapes(spot));
    },
    remove: () => {
      map.removeLayer('spot-point');
      map.removeLayer('spot-around');
      map.removeSource('spot');
    },
  };
}

function shapes(spot: Spot | undefined): FeatureCollection {
  const features: FeatureCollection['features'] = [];
  if (spot) {
    const { position, withinKilometres } = spot;
    if (withinKilometres !== undefined)
      features.push({
        type: 'Feature',
        properties: {},
        geometry: { type: 'Polygon', coordinates: [circle(position, withinKilometres)] },
      });
    features.push({ type: 'Feature', properties: {}, geometry: { type: 'Point', coordinates: position } });
  }
  return { type: 'FeatureCollection', features };
}

function circle([lon, lat]: [number, number], kilometres: number): Position[] {
  const high = kilometres / kilometresADegree;
  const wide = high / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: corners + 1 }, (_, index) => {
    const angle = (index / corners) * 2 * Math.PI;
    return [lon + wide * Math.cos(angle), lat + high * Math.sin(angle)];
  });
}

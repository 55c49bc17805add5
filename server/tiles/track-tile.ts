import { type GeoJSONVTTile, geoJSONToTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { TrackFeature } from '../tracks/features.ts';
import { buffer, extent, type TileAddress } from './tile-address.ts';

/**
 * One tile of tracks: layer `tracks` with legs and gaps in reporting as lines, layer `flagged` with the positions that are
 * not used, or used after all, as points. Empty where there is none.
 */
export function trackTile(features: readonly TrackFeature[], address: TileAddress): Uint8Array {
  const isLine = ({ geometry }: TrackFeature) => geometry.type === 'LineString';
  const layers: [name: string, tile: GeoJSONVTTile][] = [
    ['tracks', tileOf(features.filter(isLine), address)],
    [
      'flagged',
      tileOf(
        features.filter((feature) => !isLine(feature)),
        address,
      ),
    ],
  ];
  const filled = layers.filter(([, tile]) => tile.features.length > 0);
  return filled.length === 0
    ? new Uint8Array()
    : fromGeojsonVt(Object.fromEntries(filled), { version: 2, extent });
}

function tileOf(features: readonly TrackFeature[], { z, x, y }: TileAddress): GeoJSONVTTile {
  // A tile has no lists: reasons are one text.
  const flat = features.map(({ properties: { reasons, ...properties }, ...feature }) => ({
    ...feature,
    properties: { ...properties, ...(reasons && { reasons: reasons.join(' ') }) },
  }));
  return geoJSONToTile({ type: 'FeatureCollection', features: flat }, z, x, y, {
    extent,
    buffer,
    clip: true,
    tolerance: 0,
    maxZoom: 24,
  });
}

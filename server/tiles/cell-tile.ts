import { geoJSONToTile } from '@maplibre/geojson-vt';
import { fromGeojsonVt } from '@maplibre/vt-pbf';
import type { Feature, Polygon } from 'geojson';
import type { LonLat } from '../geo/position.ts';
import type { IndexedCell, PlanIndex } from '../plans/plan-index.ts';
import { boundsWithBuffer, buffer, extent, type TileAddress } from './tile-address.ts';

/** In tile units; a 4,096th of 512 pixels each. Vertices closer than this to the one before are left out. */
const finest = 2;

/**
 * One tile of a plan's cells, layer `cells`, with the cells' ids as feature ids. Only cells that `shows` are in it; empty
 * where there is none. Made from the cells that the tile meets, so that nothing but the plan itself is kept in memory.
 */
export function cellTile(
  index: PlanIndex,
  address: TileAddress,
  shows: (cell: IndexedCell) => boolean,
): Uint8Array {
  const met = index.meeting(boundsWithBuffer(address)).filter(({ cell }) => shows(cell));
  if (met.length === 0) return new Uint8Array();
  const unit = (360 / 2 ** address.z / extent) * finest;
  const features = met.flatMap(({ cell, place }) => featureOf(index, cell, place, unit));
  const { z, x, y } = address;
  const tile = geoJSONToTile({ type: 'FeatureCollection', features }, z, x, y, {
    extent,
    buffer,
    clip: true,
    tolerance: 0,
    maxZoom: 24,
  });
  return tile.features.length === 0
    ? new Uint8Array()
    : fromGeojsonVt({ cells: tile }, { version: 2, extent });
}

function featureOf(index: PlanIndex, cell: IndexedCell, place: number, unit: number): Feature<Polygon>[] {
  const polygons: LonLat[][][] = [];
  index.rings(place, (xs, ys, isShell) => {
    const ring = thinned(xs, ys, unit * 1e7);
    if (isShell) polygons.push([ring]);
    else polygons.at(-1)?.push(ring);
  });
  const { id, code, name, usage, ownerAreaId } = cell;
  const properties = { code, name, ...(usage && { usage }), ...(ownerAreaId !== null && { ownerAreaId }) };
  return polygons.map((coordinates) => ({
    type: 'Feature',
    id,
    properties,
    geometry: { type: 'Polygon', coordinates },
  }));
}

/** The ring in degrees without vertices closer to the one before than `apart`, but never fewer than a triangle. */
function thinned(xs: Int32Array, ys: Int32Array, apart: number): LonLat[] {
  const ring: LonLat[] = [];
  const last = xs.length - 1;
  let [keptX, keptY] = [Infinity, Infinity];
  for (let i = 0; i <= last; i++) {
    const [x, y] = [xs[i] ?? 0, ys[i] ?? 0];
    const isFar = Math.abs(x - keptX) > apart || Math.abs(y - keptY) > apart;
    const isNeeded = ring.length + (last - i) < 4;
    if (!isFar && !isNeeded && i < last) continue;
    [keptX, keptY] = [x, y];
    ring.push([x / 1e7, y / 1e7]);
  }
  return ring;
}

import type { Knex } from 'knex';
import { describeCrossing } from '../../areas/outline.ts';
import { wkbOfPolygons } from '../../geo/wkb.ts';
import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from './finding.ts';

/** Invalid outlines, each at the place that GEOS names. */
export async function invalidFindings(db: Knex, cells: readonly LoadedCell[]): Promise<Finding[]> {
  const invalid = cells.filter(({ isValid }) => !isValid);
  if (invalid.length === 0) return [];
  const { rows } = await db.raw(
    `select id, (detail).reason, st_x((detail).location) as lon, st_y((detail).location) as lat,
       st_x(st_pointn(st_exteriorring(st_geometryn(sent, 1)), 1)) as "firstLon",
       st_y(st_pointn(st_exteriorring(st_geometryn(sent, 1)), 1)) as "firstLat"
     from unnest(:ids::bigint[], :wkbs::bytea[]) as given(id, wkb)
     cross join lateral (select st_setsrid(st_geomfromwkb(wkb), 4326) as sent) parsed
     cross join lateral (select st_isvaliddetail(sent) as detail) checked
     order by id`,
    { ids: invalid.map(({ id }) => id), wkbs: invalid.map(({ outline }) => wkbOfPolygons(outline)) },
  );
  return rows.map(({ id, reason, lon, lat, firstLon, firstLat }: Row): Finding => {
    const place: [number, number] | null = lon === null || lat === null ? null : [lon, lat];
    return {
      kind: 'invalid',
      severity: 'error',
      cells: [id],
      geometry: JSON.stringify({ type: 'Point', coordinates: place ?? [firstLon, firstLat] }),
      ...describeCrossing({ reason, place }),
    };
  });
}

type Row = {
  id: number;
  reason: string;
  lon: number | null;
  lat: number | null;
  firstLon: number;
  firstLat: number;
};

import type { Knex } from 'knex';
import { type Fault, type Outline, readOutline } from '../geo/geojson.ts';
import type { LonLat } from '../geo/position.ts';
import { InvalidInput } from '../http/problem.ts';

/**
 * Returns a valid outline in WGS-84, or throws InvalidInput that says what is wrong with it and where. `field` is what
 * the request calls it.
 */
export async function parseOutline(db: Knex, value: unknown, field = 'geometry'): Promise<Outline> {
  const read = readOutline(value);
  if ('fault' in read) throw refusal(read.fault, field);
  const crossing = await findCrossing(db, read.outline);
  if (crossing) throw crossingRefusal(crossing, field);
  return read.outline;
}

/** Where and why rings cross or touch as they must not. Reasons are GEOS's, e.g. "Self-intersection". */
export type Crossing = { reason: string; place: LonLat | null };

async function findCrossing(db: Knex, outline: Outline): Promise<Crossing | undefined> {
  const { rows } = await db.raw(
    `select (detail).reason, st_x((detail).location) as lon, st_y((detail).location) as lat
     from (select st_isvaliddetail(st_geomfromgeojson(:outline::text)) as detail) checked
     where not (detail).valid`,
    { outline: JSON.stringify(outline) },
  );
  const [found] = rows;
  if (!found) return undefined;
  return { reason: found.reason, place: placeOf(found.lon, found.lat) };
}

/** A place to look at, to the centimetre. */
export function placeOf(lon: number | null, lat: number | null): LonLat | null {
  if (lon === null || lat === null) return null;
  return [Math.round(lon * 1e7) / 1e7, Math.round(lat * 1e7) / 1e7];
}

function refusal(fault: Fault, field: string): InvalidInput {
  const path = fault.path ? `${field}.${fault.path}` : field;
  return new InvalidInput(fault.kind, fault.english, fault.chinese, [{ path, reason: fault.english }]);
}

function crossingRefusal(crossing: Crossing, field: string): InvalidInput {
  const { english, chinese } = describeCrossing(crossing);
  return new InvalidInput('invalid-geometry', english, chinese, [
    { path: `${field}.coordinates`, reason: english },
  ]);
}

const chineseReasons: Record<string, string> = {
  'Self-intersection': '自相交',
  'Ring Self-intersection': '环自相接',
  'Hole lies outside shell': '内环位于外环之外',
  'Holes are nested': '内环嵌套',
  'Nested shells': '外环嵌套',
  'Duplicate Rings': '环重复',
  'Interior is disconnected': '内部不连通',
  'Too few points in geometry component': '点数不足',
};

/** The sentence for a geometry that GEOS calls invalid, in both languages. */
export function describeCrossing({ reason, place }: Crossing): { english: string; chinese: string } {
  const at = place ? `${place[0]}, ${place[1]}` : undefined;
  return {
    english: `The geometry is invalid: ${reason.toLowerCase()}${at ? ` at ${at}` : ''}.`,
    chinese: `几何图形无效：${chineseReasons[reason] ?? reason}${at ? `（${at}）` : ''}。`,
  };
}

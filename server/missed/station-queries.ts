import type { Knex } from 'knex';
import type { Station } from './station.ts';

/** Places to be found: cells with their owners (0 where they have none), and areas. */
type Wanted = { cellIds: readonly number[]; ownerIds: readonly number[]; areaIds: readonly number[] };

/**
 * The station of each cell or area (negative id): the one it descends from, else the smallest that its interior point
 * lies in. Places of no station are left out.
 */
async function readStations(db: Knex, wanted: Wanted): Promise<{ place: number; station: number }[]> {
  const { rows } = await db.raw(
    `with recursive territory as (
       select id as station, id from areas where kind = 'station'
       union select territory.station, child.id from areas child join territory on child.parent_id = territory.id
     ), wanted as (
       select cell.id as place, given.owner_id, cell.interior_point
       from unnest(cast(:cellIds as bigint[]), cast(:ownerIds as bigint[])) as given(cell_id, owner_id)
       join cells cell on cell.id = given.cell_id
       union all
       select -area.id, area.id, area.interior_point from areas area where area.id = any(:areaIds)
     ), found as (
       select place, station, 0 as distance from wanted join territory on territory.id = wanted.owner_id
       union all
       select place, area.id, 1 from wanted
       join areas area on area.kind = 'station' and st_covers(area.geometry, wanted.interior_point)
     )
     select distinct on (found.place) found.place, found.station from found
     join areas area on area.id = found.station
     order by found.place, found.distance, area.area_square_metres, area.id`,
    { cellIds: wanted.cellIds, ownerIds: wanted.ownerIds, areaIds: wanted.areaIds },
  );
  return rows;
}

async function readNames(db: Knex): Promise<Station[]> {
  return db('areas').where({ kind: 'station' }).select('id', 'name');
}

/**
 * Which station each place lies in, as long as no area changes: outlines of cells never do. A cell that several plans have
 * in common may belong to another area in each.
 */
type Held = { revision: number; stations: ReadonlyMap<number, Station>; known: Map<number, ByOwner> };
type ByOwner = Map<number, Station | null>;

const heldByDatabase = new WeakMap<object, Held>();
const mostPlaces = 500_000;

/** Tells of each of these cells and areas the station it lies in; what was found is kept while no area changes. */
export async function stationsOf(
  db: Knex,
  cells: readonly { id: number; ownerAreaId: number | null }[],
  areaIds: readonly number[],
): Promise<(place: number) => Station | null> {
  const { known, stations } = await heldOf(db);
  const ownerOf = new Map<number, number>(areaIds.map((id) => [-id, 0]));
  for (const { id, ownerAreaId } of cells) ownerOf.set(id, ownerAreaId ?? 0);
  const fresh: number[] = [];
  for (const [place, owner] of ownerOf) if (known.get(place)?.has(owner) !== true) fresh.push(place);
  if (fresh.length > 0) {
    const cellIds = fresh.filter((place) => place > 0);
    const found = await readStations(db, {
      cellIds,
      ownerIds: cellIds.map((id) => ownerOf.get(id) ?? 0),
      areaIds: fresh.flatMap((place) => (place < 0 ? [-place] : [])),
    });
    const stationAt = new Map(found.map(({ place, station }) => [place, stations.get(station) ?? null]));
    for (const place of fresh) {
      const byOwner: ByOwner = known.get(place) ?? new Map();
      known.set(place, byOwner.set(ownerOf.get(place) ?? 0, stationAt.get(place) ?? null));
    }
  }
  return (place) => known.get(place)?.get(ownerOf.get(place) ?? 0) ?? null;
}

async function heldOf(db: Knex): Promise<Held> {
  const row = await db('revisions').where({ name: 'areas' }).first('revision');
  const revision: number = row?.revision ?? 0;
  const key: object = db.client.config;
  const held = heldByDatabase.get(key);
  if (held?.revision === revision && held.known.size < mostPlaces) return held;
  const stations = new Map((await readNames(db)).map((station) => [station.id, station]));
  const fresh: Held = { revision, stations, known: new Map() };
  heldByDatabase.set(key, fresh);
  return fresh;
}

/** The names of areas by id. */
export async function areaNames(db: Knex, ids: readonly number[]): Promise<ReadonlyMap<number, string>> {
  const { rows } = await db.raw('select id, name from areas where id = any(:ids)', {
    ids: [...new Set(ids)],
  });
  return new Map(rows.map(({ id, name }: Station) => [id, name]));
}

/** Since when anything is known: the first plan in force or, without one, the first area. Epoch ms; Infinity where nothing is. */
export async function recordsBeginAt(db: Knex): Promise<number> {
  const { rows } = await db.raw(
    `select extract(epoch from coalesce(
       (select min(lower(in_force)) from plans where in_force is not null),
       (select min(created_at) from areas)))::float8 * 1000 as at`,
  );
  return rows[0].at ?? Number.POSITIVE_INFINITY;
}

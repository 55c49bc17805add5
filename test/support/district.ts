import type { Knex } from 'knex';
import { hashSecret, makeSecret } from '../../server/accounts/token.ts';
import { raiseRevision } from '../../server/database/revision.ts';

/** A box in degrees: west, south, east, north. */
type Box = readonly [number, number, number, number];

const outlineOf = ([west, south, east, north]: Box) =>
  `st_makeenvelope(${west}, ${south}, ${east}, ${north}, 4326)`;

let made = 0;

/** An area that is a box. */
export async function makeArea(
  db: Knex,
  {
    kind,
    box,
    parentId = null,
    name = `${kind} ${++made}`,
  }: { kind: string; box: Box; parentId?: number | null; name?: string },
): Promise<number> {
  const outline = outlineOf(box);
  const { rows } = await db.raw(
    `insert into areas (kind, code, name, parent_id, geometry, interior_point, area_square_metres)
     select :kind, :code, :name, :parentId, st_multi(g), st_pointonsurface(g), st_area(g::geography)
     from (select ${outline} as g) outline returning id`,
    { kind, code: `T${++made}`, name, parentId },
  );
  await db('revisions').where({ name: 'areas' }).increment('revision', 1);
  return rows[0].id;
}

/** A plan; published where `from` is given, in force until `to`. */
export async function makePlan(
  db: Knex,
  {
    from,
    to = null,
    scopeAreaId = null,
    layer = 'community',
  }: { from?: string; to?: string | null; scopeAreaId?: number | null; layer?: string },
): Promise<number> {
  const { rows } = await db.raw(
    `insert into plans (name, layer, scope_area_id, status, in_force, published_at)
     values (:name, :layer, :scopeAreaId, :status, case when :status = 'draft' then null else tstzrange(:from, :to) end, :from)
     returning id`,
    {
      name: `plan ${++made}`,
      layer,
      scopeAreaId,
      status: from ? 'published' : 'draft',
      from: from ?? null,
      to,
    },
  );
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
  return rows[0].id;
}

/** A cell that is a box, in the given plans, with the same code, owner and usage in each. */
export async function makeCell(
  db: Knex,
  {
    planIds,
    box,
    ownerAreaId = null,
    usage = null,
    code = `C${++made}`,
  }: {
    planIds: readonly number[];
    box: Box;
    ownerAreaId?: number | null;
    usage?: string | null;
    code?: string;
  },
): Promise<number> {
  const outline = outlineOf(box);
  const { rows } = await db.raw(
    `insert into cells (outline_key, geometry, interior_point, area_square_metres)
     select sha256(st_asbinary(g)), g, st_pointonsurface(g), st_area(g::geography) from (select ${outline} as g) outline
     returning id`,
  );
  const cellId = rows[0].id;
  await db('plan_cells').insert(
    planIds.map((planId) => ({
      plan_id: planId,
      cell_id: cellId,
      code,
      name: code,
      owner_area_id: ownerAreaId,
      usage,
    })),
  );
  await db('plans')
    .whereIn('id', [...planIds])
    .increment('revision', 1);
  await db('revisions').where({ name: 'cells' }).increment('revision', 1);
  return cellId;
}

export async function makePerson(
  db: Knex,
  {
    kind = 'volunteer',
    stationAreaId = null,
    skills = [],
  }: { kind?: string; stationAreaId?: number | null; skills?: string[] } = {},
): Promise<number> {
  const number = `P${++made}`;
  const [row] = await db('people')
    .insert({ number, name: `person ${number}`, kind, station_area_id: stationAreaId, skills })
    .returning('id');
  return row.id;
}

export async function makeAssignment(
  db: Knex,
  assignment: {
    personId: number;
    cellId?: number;
    areaId?: number;
    role?: string;
    from: string;
    to?: string | null;
  },
): Promise<number> {
  const { rows } = await db.raw(
    `insert into assignments (person_id, cell_id, area_id, role, period)
     values (:personId, :cellId, :areaId, :role, tstzrange(:from, :to)) returning id`,
    { cellId: null, areaId: null, role: 'patrol', to: null, ...assignment },
  );
  await raiseRevision(db, 'staff');
  return rows[0].id;
}

export async function makeDuty(
  db: Knex,
  { personId, from, to = null }: { personId: number; from: string; to?: string | null },
): Promise<void> {
  await db.raw('insert into duties (person_id, period) values (?, tstzrange(?, ?))', [personId, from, to]);
}

export async function makeDevice(
  db: Knex,
  { stationAreaId = null }: { stationAreaId?: number | null } = {},
): Promise<number> {
  const [row] = await db('devices')
    .insert({ name: `device ${++made}`, station_area_id: stationAreaId })
    .returning('id');
  return row.id;
}

/** A device's token, which its clients have in their address. */
export async function makeDeviceToken(db: Knex, deviceId: number): Promise<string> {
  const token = makeSecret();
  await db('tokens').insert({ kind: 'device', hash: hashSecret(token), device_id: deviceId });
  return token;
}

export async function makeCarrier(
  db: Knex,
  {
    deviceId,
    personId,
    from,
    to = null,
  }: { deviceId: number; personId: number; from: string; to?: string | null },
): Promise<void> {
  await db.raw('insert into device_carriers (device_id, person_id, period) values (?, ?, tstzrange(?, ?))', [
    deviceId,
    personId,
    from,
    to,
  ]);
}

export async function makeVisit(
  db: Knex,
  visit: {
    deviceId: number;
    cellId: number;
    personId?: number | null;
    from: string;
    to: string;
    metres?: number;
    /** Reporting gaps inside, as pairs of instants. */
    bridged?: readonly (readonly [string, string])[];
  },
): Promise<void> {
  const bridged = `{${(visit.bridged ?? []).map(([from, to]) => `["${from}","${to}")`).join(',')}}`;
  await db.raw(
    `insert into visits (device_id, cell_id, entered_at, left_at, person_id, metres, bridged, bridged_seconds, cells_revision)
     select :deviceId, :cellId, :from, :to, :personId, :metres, gaps, coalesce((
       select sum(extract(epoch from upper(gap) - lower(gap))) from unnest(gaps) gap), 0), 1
     from (select cast(:bridged as tstzmultirange) as gaps) bridged`,
    { personId: null, metres: 0, ...visit, bridged },
  );
  await countVisitDays(db);
}

/** Tells what is held of visits that they were written without ingest. */
export async function countVisitDays(db: Knex): Promise<void> {
  await db.raw(
    `insert into visit_days (device_id, day, revision)
     select device_id, day, 1 from (
       select device_id, day from visit_days
       union select device_id, cast(entered_at at time zone 'UTC' as date) from visits) written
     on conflict (device_id, day) do update set revision = visit_days.revision + 1`,
  );
}

export async function makeRule(
  db: Knex,
  rule: {
    kind: 'staffing' | 'patrol';
    requires: object;
    selects?: object;
    from: string;
    to?: string | null;
    scopeAreaIds?: number[] | null;
  },
): Promise<number> {
  const { rows } = await db.raw(
    `insert into rules (name, kind, selects, requires, period, scope_area_ids)
     values (:name, :kind, cast(:selects as jsonb), cast(:requires as jsonb), tstzrange(:from, :to), :scopeAreaIds)
     returning id`,
    {
      to: null,
      scopeAreaIds: null,
      ...rule,
      name: `rule ${++made}`,
      selects: JSON.stringify(rule.selects ?? {}),
      requires: JSON.stringify(rule.requires),
    },
  );
  return rows[0].id;
}

/** A place to be visited. */
export async function makePoint(
  db: Knex,
  point: {
    at: readonly [lon: number, lat: number];
    from: string;
    to?: string | null;
    kind?: string;
    label?: string;
    weight?: number;
    key?: boolean;
    radiusMetres?: number;
    replaces?: number | null;
  },
): Promise<number> {
  const { at, label = `Z${++made}`, ...given } = point;
  const [row] = await db('points')
    .insert({ label, replaces_id: given.replaces ?? null })
    .returning('id');
  await db.raw(
    `insert into point_versions (point_id, kind, weight, is_key, radius_metres, position, period)
     values (:id, :kind, :weight, :key, :radiusMetres, st_setsrid(st_makepoint(:lon, :lat), 4326), tstzrange(:from, :to))`,
    {
      ...{ kind: 'household', weight: 1, key: false, radiusMetres: 100, to: null, ...given },
      id: row.id,
      lon: at[0],
      lat: at[1],
    },
  );
  await db('revisions').where({ name: 'points' }).increment('revision', 1);
  return row.id;
}

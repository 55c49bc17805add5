import type { Knex } from 'knex';
import { makeAccount } from './accounts.ts';
import { countVisitDays, makeArea, makeAssignment, makeCell, makePlan, makePoint } from './district.ts';

/** One row of everything that belongs to somebody, by the word of the URL it is found under. */
export type Belongings = Record<
  | 'areas'
  | 'village'
  | 'plans'
  | 'draft'
  | 'cells'
  | 'people'
  | 'teams'
  | 'assignments'
  | 'duties'
  | 'rules'
  | 'devices'
  | 'carriers'
  | 'tracks'
  | 'accounts'
  | 'tokens'
  | 'looks'
  | 'imports'
  | 'roster'
  | 'layers'
  | 'points'
  | 'quarantine'
  | 'certificates'
  | 'trainings'
  | 'decisions',
  number
>;

/** A station with everything in it. `word` is part of every name, `ids` of every answer that gives something away. */
export type Station = { word: string; has: Belongings; ids: readonly number[]; accountToken: string };

/** Two neighbouring stations, and a published plan and a draft of the district above them with cells in both. */
export type District = { alpha: Station; bravo: Station; sharedPlan: number; sharedDraft: number };

const tables = [
  ...['areas', 'plans', 'cells', 'people', 'teams', 'assignments', 'duties', 'rules', 'devices'],
  ...['device_carriers', 'tracks', 'accounts', 'tokens', 'looks', 'imports', 'layers', 'receipts', 'grants'],
  ...['quarantine', 'certificates', 'trainings', 'decisions', 'points', 'point_versions'],
];
const from = '2026-03-01T00:00:00Z';
const passwordHash = 'none';

/** Ids of one station occur in no other table, so that an answer can be searched for them. */
export async function makeTwoStations(db: Knex): Promise<District> {
  await spreadIds(db);
  const district = await makeArea(db, { kind: 'district', box: [110, 40, 110.2, 40.1] });
  const shared = [
    await makePlan(db, { from, scopeAreaId: district }),
    await makePlan(db, { scopeAreaId: district }),
  ] as const;
  const alpha = await makeStation(db, 'alpha', 110, shared);
  const bravo = await makeStation(db, 'bravo', 110.1, shared);
  await spreadIds(db);
  await db('plans').update({ revision: 1 });
  return { alpha, bravo, sharedPlan: shared[0], sharedDraft: shared[1] };
}

async function spreadIds(db: Knex): Promise<void> {
  const { rows } = await db.raw('select coalesce(max(last_value), 0) as highest from pg_sequences');
  const base = Math.ceil(rows[0].highest / 1_000_000 + 1) * 1_000_000;
  const values = tables.map((_, index) => `(${base + index * 10_000})`);
  const sequences = tables.map((table) => `pg_get_serial_sequence('${table}', 'id')`);
  await db.raw(
    `select setval(sequence, start) from unnest(array[${sequences}], array[${values}]) as named(sequence, start)`,
  );
}

async function makeStation(
  db: Knex,
  word: string,
  west: number,
  shared: readonly number[],
): Promise<Station> {
  const areas = await makeArea(db, {
    kind: 'station',
    box: [west, 40, west + 0.1, 40.1],
    name: `${word}-station`,
  });
  const village = await makeArea(db, {
    kind: 'village',
    box: [west + 0.01, 40.01, west + 0.09, 40.09],
    name: `${word}-village`,
  });
  const plans = await makePlan(db, { from, scopeAreaId: areas, layer: 'police' });
  const draft = await makePlan(db, { scopeAreaId: areas });
  await db('plans')
    .whereIn('id', [plans, draft])
    .update({ name: `${word}-plan` });
  const cells = await makeCell(db, {
    planIds: [plans, draft, ...shared],
    box: [west + 0.02, 40.02, west + 0.03, 40.03],
    ownerAreaId: village,
    code: `${word}-cell`,
  });
  const people = await insert(db, 'people', {
    number: `${word}-person`,
    name: `${word}-person`,
    kind: 'volunteer',
    phone: `${word}-phone`,
    station_area_id: areas,
  });
  const teams = await insert(db, 'teams', { name: `${word}-team`, kind: 'forest', station_area_id: areas });
  await db('team_members').insert({ team_id: teams, person_id: people });
  const devices = await insert(db, 'devices', { name: `${word}-device`, station_area_id: areas });
  const account = await makeAccount(db, { grants: [{ role: 'volunteer', areaId: areas }], personId: people });
  await db('accounts')
    .where({ id: account.accountId })
    .update({ username: `${word}-account`, display_name: `${word}-account`, password_hash: passwordHash });
  const token = await db('tokens').where({ account_id: account.accountId }).first('id');
  await db('tokens')
    .where({ id: token.id })
    .update({ name: `${word}-token` });
  const period = `[${from},)`;
  const has: Belongings = {
    areas,
    village,
    plans,
    draft,
    cells,
    people,
    teams,
    devices,
    accounts: account.accountId,
    tokens: token.id,
    assignments: await makeAssignment(db, { personId: people, cellId: cells, from }),
    duties: await insert(db, 'duties', { person_id: people, period }),
    rules: await insert(db, 'rules', {
      name: `${word}-rule`,
      kind: 'staffing',
      selects: { areas: [village] },
      requires: { atLeast: 3 },
      period,
      scope_area_ids: [areas],
    }),
    carriers: await insert(db, 'device_carriers', { device_id: devices, person_id: people, period }),
    tracks: await makeTrack(db, devices, people, cells, west + 0.025),
    looks: await insert(db, 'looks', {
      account_id: account.accountId,
      person_id: people,
      device_id: devices,
      what: `${word}-look`,
    }),
    quarantine: await insert(db, 'quarantine', {
      device_id: devices,
      receipt_id: 1,
      received_at: '2026-03-02T08:00:00Z',
      protocol: 'osmand',
      is_live: true,
      reason: `${word}-reason`,
      raw: Buffer.from(`${word}-raw`),
    }),
    certificates: await insert(db, 'certificates', { person_id: people, name: `${word}-certificate` }),
    trainings: await insert(db, 'trainings', {
      person_id: people,
      held_on: '2026-03-01',
      subject: `${word}-training`,
    }),
    decisions: await insert(db, 'decisions', { area_id: areas, week: '2026-03-02' }),
    layers: await insert(db, 'layers', { kind: 'points', name: `${word}-layer`, scope_area_id: areas }),
    points: await makePoint(db, { label: `${word}-point`, at: [west + 0.025, 40.025], from }),
    imports: await insert(db, 'imports', {
      kind: 'village',
      account_id: account.accountId,
      file_name: `${word}-import`,
      source_name: `${word}-import`,
      format: 'geojson',
      datum: 'wgs84',
      encoding: 'utf-8',
    }),
    roster: await insert(db, 'imports', {
      kind: 'people',
      account_id: account.accountId,
      file_name: `${word}-roster`,
      source_name: `${word}-roster`,
      format: 'csv',
      datum: '',
      encoding: 'utf-8',
      committed_at: from,
    }),
  };
  await db('decision_versions').insert({
    ...{
      decision_id: has.decisions,
      version: 1,
      week: '2026-03-02',
      what: `${word}-decision`,
      state: 'open',
    },
    ...{ person_id: people, account_id: account.accountId },
  });
  return { word, has, ids: Object.values(has), accountToken: account.token };
}

/** Ten minutes in the middle of the cell. */
async function makeTrack(
  db: Knex,
  deviceId: number,
  personId: number,
  cellId: number,
  west: number,
): Promise<number> {
  const [lonE7, latE7] = [Math.round(west * 1e7), 400_250_000];
  const [startedAt, endedAt] = ['2026-03-02T08:00:00Z', '2026-03-02T08:10:00Z'];
  await db.raw(
    `insert into fixes (device_id, recorded_at, lon_e7, lat_e7, receipt_id)
     select :deviceId, at, :lonE7, :latE7, 1 from generate_series(cast(:startedAt as timestamptz), :endedAt, '1 minute') at`,
    { deviceId, lonE7, latE7, startedAt, endedAt },
  );
  await db('visits').insert({
    device_id: deviceId,
    cell_id: cellId,
    entered_at: startedAt,
    left_at: endedAt,
    person_id: personId,
    metres: 0,
    cells_revision: 1,
  });
  await countVisitDays(db);
  return insert(db, 'tracks', {
    device_id: deviceId,
    person_id: personId,
    started_at: startedAt,
    ended_at: endedAt,
    fixes: 11,
    flagged: 0,
    metres: 0,
    moving_seconds: 0,
    west_e7: lonE7,
    south_e7: latE7,
    east_e7: lonE7,
    north_e7: latE7,
  });
}

async function insert(db: Knex, table: string, row: object): Promise<number> {
  const [inserted] = await db(table).insert(row).returning('id');
  return inserted.id;
}

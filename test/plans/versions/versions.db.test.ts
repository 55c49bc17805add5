import { expect, test } from 'vitest';
import type { LonLat } from '../../../server/geo/position.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import type { ChangedCell } from '../../../server/plans/versions/difference.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { makeAssignment, makePerson } from '../../support/district.ts';
import { startServer } from '../../support/server.ts';
import { box, makeArea } from '../plan.ts';

const { db } = await testDatabase();

type Role = 'planner' | 'viewer' | 'chief';

async function signedIn(roles: Role[] = ['planner'], areaId: number | null = null): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: roles.map((role) => ({ role, areaId })) });
  return server.withToken(token);
}

const makeDistrict = () =>
  makeArea(db, { kind: 'district', code: '150724', name: '旗', rings: [box(119, 48, 119.4, 48.1)] });

type Drawn = { code?: string; name?: string; usage?: string; households?: number; ring: LonLat[] };

/** A draft of these cells, as an import would make it. */
async function makeDraft(
  client: Client,
  scopeAreaId: number | null,
  cells: Drawn[],
  { layer = 'community', name = '方案', ...more }: Record<string, unknown> = {},
): Promise<number> {
  const { status, body } = await client.post('/api/plans', { name, layer, scopeAreaId, ...more });
  expect(status).toBe(201);
  await addCells(body.id, cells);
  return body.id;
}

async function addCells(planId: number, cells: Drawn[]): Promise<void> {
  const outlines = cells.map(({ ring, ...properties }, index) => ({
    index,
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
    properties,
  }));
  await insertOutlines(db, planId, outlines, { clean: false });
}

const code = (number: number) => `150724000000${String(number).padStart(3, '0')}`;
const west = [119, 119.1, 119.2, 119.3, 119.4] as const;
const quarter = (index: 0 | 1 | 2 | 3) => box(west[index], 48, west[index + 1] ?? 0, 48.1);
const quarters: Drawn[] = ([0, 1, 2, 3] as const).map((index) => ({
  code: code(index + 1),
  name: `格${index + 1}`,
  ring: quarter(index),
}));

const publish = async (client: Client, id: number, from: string) => {
  const { status, body } = await client.post(`/api/plans/${id}/publish`, { from });
  expect({ status, body }).toMatchObject({ status: 200 });
};

const told = ({ kind, code: its, splitFrom, mergedInto, changes }: ChangedCell) => ({
  kind,
  code: its.slice(-3),
  from: splitFrom.map((one) => [
    one.code.slice(-3),
    Number(one.share.toFixed(2)),
    Number(one.shareOfOther.toFixed(2)),
  ]),
  into: mergedInto.map((one) => [one.code.slice(-3), Number(one.share.toFixed(2))]),
  changes: changes.map(({ attribute }) => attribute),
});

test('a draft begins with the cells of another plan as that has them', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const template = '{owner:12}{seq:3!}';
  const first = await makeDraft(client, district, quarters, { codeTemplate: template });
  const { body: copy } = await client.post('/api/plans', {
    name: '次年',
    layer: 'community',
    scopeAreaId: district,
    fromPlanId: first,
  });
  expect(copy).toMatchObject({ cells: 4, fromPlanId: first, codeTemplate: template, status: 'draft' });
  const { body } = await client.get(`/api/plans/${first}/diff/${copy.id}`);
  expect(body.counts).toEqual({ unchanged: 4, attributes: 0, moved: 0, added: 0, removed: 0 });
  const { rows } = await db.raw(
    `select count(distinct (cell_id, geometry, code, name, owner_area_id, usage, class, enclave, households)) as kinds,
       count(*) as entries from plan_cells where plan_id in (?, ?)`,
    [first, copy.id],
  );
  expect(rows[0]).toEqual({ kinds: 4, entries: 8 });
});

test('refuses to begin with a plan over another scope, or that is not there', async () => {
  const client = await signedIn();
  const first = await makeDraft(client, await makeDistrict(), quarters);
  const elsewhere = await makeArea(db, { kind: 'township', rings: [box(119, 48, 119.1, 48.1)] });
  const asked = { name: 'x', layer: 'community', scopeAreaId: elsewhere };
  const other = await client.post('/api/plans', { ...asked, fromPlanId: first });
  expect({ status: other.status, errors: other.body.errors }).toEqual({
    status: 422,
    errors: [{ path: 'fromPlanId', reason: 'over another scope' }],
  });
  expect((await client.post('/api/plans', { ...asked, fromPlanId: first + 1_000 })).status).toBe(404);
  const wrong = await client.post('/api/plans', { ...asked, codeTemplate: '{owner:12}' });
  expect({ status: wrong.status, path: wrong.body.errors[0].path }).toEqual({
    status: 422,
    path: 'codeTemplate',
  });
  expect(await db('plans').where({ name: 'x' })).toEqual([]);
});

test('tells cells that stayed, were altered, moved, added and removed, with where their land came from', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const before = await makeDraft(client, district, quarters);
  const after = await makeDraft(client, district, [
    // The first stays, but for what is said of it; of the second the western half keeps the code.
    { ...quarters[0], name: '新名', usage: 'market', households: 12, ring: quarter(0) },
    { code: code(2), name: '格2', ring: box(119.1, 48, 119.15, 48.1) },
    { code: code(11), name: '格11', ring: box(119.15, 48, 119.2, 48.1) },
    // The third and the fourth became one, under a new code.
    { code: code(12), name: '格12', ring: box(119.2, 48, 119.4, 48.1) },
  ]);
  const { body } = await client.get(`/api/plans/${before}/diff/${after}`);
  expect(body.counts).toEqual({ unchanged: 0, attributes: 1, moved: 1, added: 2, removed: 2 });
  expect([...body.removed, ...body.added, ...body.moved, ...body.attributes].map(told)).toEqual([
    { kind: 'removed', code: '003', from: [], into: [['012', 1]], changes: [] },
    { kind: 'removed', code: '004', from: [], into: [['012', 1]], changes: [] },
    { kind: 'added', code: '011', from: [['002', 1, 0.5]], into: [], changes: [] },
    {
      kind: 'added',
      code: '012',
      from: [
        ['003', 0.5, 1],
        ['004', 0.5, 1],
      ],
      into: [],
      changes: [],
    },
    { kind: 'moved', code: '002', from: [], into: [['011', 0.5]], changes: [] },
    { kind: 'attributes', code: '001', from: [], into: [], changes: ['name', 'usage', 'households'] },
  ]);
  expect(body.changed).toMatchObject([{ formerName: '格1', name: '新名' }]);
  const [moved] = body.moved;
  const { rows } = await db.raw(
    `select st_area(st_makeenvelope(119.15, 48, 119.2, 48.1, 4326)::geography) as lost,
       st_length(st_makeline(st_point(119.15, 48, 4326), st_point(119.2, 48, 4326))::geography) as metres`,
  );
  expect(moved.gainedSquareMetres).toBe(0);
  expect(moved.lostSquareMetres / rows[0].lost).toBeCloseTo(1, 4);
  expect(moved.movedMetres / rows[0].metres).toBeCloseTo(1, 3);
});

test('tells the same as features, a page at a time and by kind', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const before = await makeDraft(client, district, quarters);
  const after = await makeDraft(client, district, [
    ...quarters.slice(0, 2),
    { code: code(9), name: '格9', ring: box(119.2, 48, 119.4, 48.1) },
  ]);
  const path = `/api/plans/${before}/diff/${after}/features`;
  const { body: all } = await client.get(path);
  const shape = (feature: { properties: ChangedCell; geometry: { coordinates: LonLat[][] } }) => [
    feature.properties.kind,
    feature.properties.code.slice(-3),
    Math.min(...feature.geometry.coordinates.flat().map(([lon]) => lon)),
  ];
  expect(all.features.map(shape)).toEqual([
    ['removed', '003', 119.2],
    ['removed', '004', 119.3],
    ['added', '009', 119.2],
  ]);
  const { body: first } = await client.get(`${path}?limit=2`);
  const { body: rest } = await client.get(`${path}?limit=2&cursor=${first.next}`);
  expect([...first.features, ...rest.features]).toEqual(all.features);
  expect(rest.next).toBeNull();
  expect((await client.get(`${path}?kind=added`)).body.features).toEqual([all.features[2]]);
  expect((await client.get(`${path}?kind=gone`)).status).toBe(422);
  expect((await client.get(`${path}?cursor=nonsense`)).status).toBe(422);
  expect((await client.get(`/api/plans/${before}/diff/${after}?leastShare=2`)).status).toBe(422);
});

test('names whose assignments are touched to chiefs, and tells others only how many', async () => {
  const district = await makeDistrict();
  const planner = await signedIn(['planner'], district);
  const chief = await signedIn(['chief'], district);
  const before = await makeDraft(planner, district, quarters);
  const after = await makeDraft(planner, district, quarters.slice(0, 3));
  const [station] = await Promise.all([
    makeArea(db, { kind: 'station', name: '所', rings: [box(119, 48, 119.1, 48.1)] }),
  ]);
  const { body: cells } = await planner.get(`/api/plans/${before}/cells`);
  const [person, past] = [
    await makePerson(db, { stationAreaId: station }),
    await makePerson(db, { stationAreaId: station }),
  ];
  const fourth = cells.features[3].id;
  await makeAssignment(db, { personId: person, cellId: fourth, role: '片警', from: '2026-01-01' });
  await makeAssignment(db, { personId: person, cellId: cells.features[0].id, from: '2026-01-01' });
  await makeAssignment(db, { personId: past, cellId: fourth, from: '2020-01-01', to: '2021-01-01' });
  const path = `/api/plans/${before}/diff/${after}`;
  expect((await planner.get(path)).body.touched).toEqual({ assignments: 1, namesPeople: false, people: [] });
  expect((await chief.get(path)).body.touched).toMatchObject({
    assignments: 1,
    namesPeople: true,
    people: [
      { person: { id: person }, cells: [{ cell: fourth, code: code(4), kind: 'removed', role: '片警' }] },
    ],
  });
});

test('traces a cell back to its first plan', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const first = await makeDraft(client, district, [
    { code: code(1), name: '西', ring: box(119, 48, 119.2, 48.1) },
    { code: code(2), name: '东', ring: box(119.2, 48, 119.4, 48.1) },
  ]);
  await publish(client, first, '2024-01-01');
  const second = await makeDraft(client, district, [
    { code: code(3), name: '三', ring: box(119, 48, 119.1, 48.1) },
    { code: code(4), name: '四', ring: box(119.1, 48, 119.3, 48.1) },
    { code: code(2), name: '东', ring: box(119.3, 48, 119.4, 48.1) },
  ]);
  await publish(client, second, '2025-01-01');
  const draft = await makeDraft(client, district, [], { fromPlanId: second });
  const { body: cells } = await client.get(`/api/plans/${draft}/cells`);
  const cellOf = (its: string) =>
    cells.features.find((one: { properties: { code: string } }) => one.properties.code === its).id;
  const { body } = await client.get(`/api/plans/${draft}/cells/${cellOf(code(4))}/lineage`);
  const steps = body.steps.map(
    (step: { plan: number; how: string; cells: { code: string; share: number }[] }) => [
      step.plan,
      step.how,
      step.cells.map((one) => [one.code.slice(-3), Number(one.share.toFixed(2))]),
    ],
  );
  expect(steps).toEqual([
    [draft, 'same', [['004', 1]]],
    [second, 'same', [['004', 1]]],
    [
      first,
      'merged',
      [
        ['001', 0.5],
        ['002', 0.5],
      ],
    ],
  ]);
  const { body: east } = await client.get(`/api/plans/${draft}/cells/${cellOf(code(2))}/lineage`);
  expect(east.steps.map(({ how }: { how: string }) => how)).toEqual(['same', 'same', 'moved']);
  const { body: third } = await client.get(`/api/plans/${draft}/cells/${cellOf(code(3))}/lineage`);
  expect(third.steps.map(({ how }: { how: string }) => how)).toEqual(['same', 'same', 'split']);
  expect((await client.get(`/api/plans/${draft}/cells/999999/lineage`)).status).toBe(404);
});

test('numbers new cells only, and never gives a code again that was retired', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const first = await makeDraft(client, district, quarters);
  await publish(client, first, '2024-01-01');
  const second = await makeDraft(client, district, [
    ...quarters.slice(0, 2),
    { ring: box(119.2, 48, 119.4, 48.1) },
  ]);
  await publish(client, second, '2025-01-01');
  const draft = await makeDraft(client, district, [
    ...quarters.slice(0, 1),
    { code: 'x1', name: '新 第8格', ring: box(119.3, 48, 119.4, 48.1) },
    { code: 'x2', name: '别', ring: box(119.1, 48, 119.2, 48.1) },
    { code: 'x3', name: '别', ring: box(119.2, 48, 119.3, 48.1) },
  ]);
  const answer = await client.post(`/api/plans/${draft}/renumber`, {});
  expect(answer.body).toMatchObject({ renumbered: 3 });
  const { body } = await client.get(`/api/plans/${draft}/cells`);
  const codes = body.features
    .map((cell: { geometry: { coordinates: LonLat[][] }; properties: { code: string; name: string } }) => [
      cell.geometry.coordinates[0]?.[0]?.[0],
      cell.properties.code.slice(-3),
      cell.properties.name,
    ])
    .sort();
  // 003 and 004 are retired, 005 is in force.
  expect(codes).toEqual([
    [119, '001', '格1'],
    [119.1, '006', '别'],
    [119.2, '007', '别'],
    [119.3, '008', '新 第8格'],
  ]);
  expect((await client.post(`/api/plans/${second}/renumber`, {})).status).toBe(409);
});

test('a code of other land is an error of the proof, and numbering anew cures it', async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const first = await makeDraft(client, district, quarters);
  await publish(client, first, '2024-01-01');
  const [one, two, three, four] = quarters;
  if (!one || !two || !three || !four) throw new Error('four quarters');
  const draft = await makeDraft(client, district, [
    one,
    two,
    { ...three, ring: four.ring },
    { ...four, ring: three.ring },
  ]);
  const kinds = async () =>
    (await client.get(`/api/plans/${draft}/problems`)).body.features.map(
      (one: { properties: { kind: string } }) => one.properties.kind,
    );
  expect(await kinds()).toEqual(['reused-code', 'reused-code']);
  expect((await client.post(`/api/plans/${draft}/renumber`, {})).body).toMatchObject({ renumbered: 2 });
  expect(await kinds()).toEqual([]);
});

test("codes have the form of the plan's own template", async () => {
  const client = await signedIn();
  const district = await makeDistrict();
  const draft = await makeDraft(client, district, quarters);
  const changed = await client.patch(`/api/plans/${draft}`, { codeTemplate: '010200{owner:12!}{seq:2!}' });
  expect(changed.body).toMatchObject({
    name: '方案',
    codeTemplate: '010200{owner:12!}{seq:2!}',
    revision: 3,
  });
  const { body } = await client.get(`/api/plans/${draft}/problems`);
  expect(body.features.map((one: { properties: { kind: string } }) => one.properties.kind)).toEqual(
    Array.from({ length: 4 }, () => 'malformed-code'),
  );
  await client.post(`/api/plans/${draft}/renumber`, {});
  const { body: cells } = await client.get(`/api/plans/${draft}/cells`);
  expect(cells.features.map((one: { properties: { code: string } }) => one.properties.code)).toEqual([
    '01020015072400000001',
    '01020015072400000002',
    '01020015072400000003',
    '01020015072400000004',
  ]);
  expect((await client.get(`/api/plans/${draft}/problems`)).body.errors).toBe(0);
  expect((await client.patch(`/api/plans/${draft}`, { codeTemplate: '{who:3}{seq:2}' })).status).toBe(422);
  await publish(client, draft, '2024-01-01');
  expect((await client.patch(`/api/plans/${draft}`, { codeTemplate: '{owner:12}{seq:3}' })).status).toBe(409);
  expect((await client.patch(`/api/plans/${draft}`, { name: '改名' })).body.name).toBe('改名');
});

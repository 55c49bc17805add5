import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeCell, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const chiefEverywhere = [{ role: 'chief', areaId: null }] as const;
const staffing = {
  name: '每村一警',
  kind: 'staffing',
  selects: { areaKind: 'village' },
  requires: { atLeast: 1 },
};

async function signedIn(grants: Parameters<typeof makeAccount>[1]['grants']) {
  const server = await startServer(db);
  return server.withToken((await makeAccount(db, { grants })).token);
}

/** A district with two stations side by side, each with one cell. */
async function twoStations() {
  const district = await makeArea(db, { kind: 'district', box: [119, 48, 121, 51] });
  const west = await makeArea(db, { kind: 'station', box: [119, 48, 120, 49], parentId: district });
  const east = await makeArea(db, { kind: 'station', box: [120, 48, 121, 49], parentId: district });
  const planIds = [await makePlan(db, { from: '2026-01-01T00:00:00Z' })];
  const westCell = await makeCell(db, { planIds, box: [119.1, 48.1, 119.2, 48.2], usage: 'school' });
  const eastCell = await makeCell(db, { planIds, box: [120.1, 48.1, 120.2, 48.2], usage: 'market' });
  return { district, west, east, westCell, eastCell };
}

test('a rule comes back as it was given, with its id and its instants in UTC', async () => {
  const chief = await signedIn(chiefEverywhere);
  const created = await chief.post('/api/rules', { ...staffing, from: '2026-03-01', to: '2026-04-01' });
  const stored = {
    id: created.body.id,
    ...staffing,
    from: '2026-02-28T16:00:00.000Z',
    to: '2026-03-31T16:00:00.000Z',
  };
  const objection = expect.stringContaining('obliges nowhere');
  expect([created.status, created.body]).toEqual([201, { ...stored, objection }]);
  expect((await chief.get(`/api/rules/${stored.id}`)).body).toEqual(stored);
  expect((await chief.get('/api/rules')).body).toEqual({ rules: [stored], next: null });
  expect((await chief.get('/api/rules?at=2026-04-01')).body.rules).toEqual([]);
});

test('only the name and the end of a rule change', async () => {
  const chief = await signedIn(chiefEverywhere);
  const { objection, ...body } = (
    await chief.post('/api/rules', { ...staffing, from: '2026-03-01T00:00:00Z' })
  ).body;
  expect(objection).toContain('obliges nowhere');
  const changed = await chief.patch(`/api/rules/${body.id}`, {
    name: '一村一警',
    to: '2999-05-01T00:00:00Z',
  });
  expect(changed.body).toEqual({ ...body, name: '一村一警', to: '2999-05-01T00:00:00.000Z' });
  const refused = await chief.patch(`/api/rules/${body.id}`, { requires: { atLeast: 2 } });
  expect([refused.status, refused.body.errors[0].path]).toEqual([422, 'requires']);
  const reversed = await chief.patch(`/api/rules/${body.id}`, { to: '2026-01-01T00:00:00Z' });
  expect([reversed.status, reversed.body.title]).toEqual([422, 'rule contradicts itself']);
});

test('deleting ends a rule that has judged, and removes one that has not begun', async () => {
  const chief = await signedIn(chiefEverywhere);
  const past = (await chief.post('/api/rules', { ...staffing, from: '2026-01-01T00:00:00Z' })).body;
  const future = (await chief.post('/api/rules', { ...staffing, from: '2999-01-01T00:00:00Z' })).body;
  expect((await chief.delete(`/api/rules/${past.id}`)).status).toBe(204);
  expect((await chief.delete(`/api/rules/${future.id}`)).status).toBe(204);
  const { rules } = (await chief.get('/api/rules')).body;
  expect(rules).toHaveLength(1);
  expect(Math.abs(Date.parse(rules[0].to) - Date.now())).toBeLessThan(60_000);
});

test('chosen places are known and inside the areas of whoever chooses them', async () => {
  const { west, east, westCell, eastCell } = await twoStations();
  const chief = await signedIn([{ role: 'chief', areaId: west }]);
  const select = (selects: object) => chief.post('/api/rules', { ...staffing, selects });
  expect((await select({ cells: [westCell], areas: [west] })).status).toBe(201);
  for (const selects of [
    { cells: [westCell, eastCell] },
    { cells: [9_999_999] },
    { areas: [east] },
    { areas: [9_999_999] },
  ]) {
    const refused = await select(selects);
    expect([refused.status, refused.body.title]).toEqual([422, 'unknown place']);
  }
});

test('a choice that its other conditions empty is refused at once', async () => {
  const { west, east, westCell } = await twoStations();
  const chief = await signedIn(chiefEverywhere);
  const select = (selects: object) => chief.post('/api/rules', { ...staffing, selects });
  expect((await select({ cells: [westCell], cellUsage: 'school' })).status).toBe(201);
  expect((await select({ cells: [westCell], areas: [west] })).status).toBe(201);
  for (const selects of [
    { cells: [westCell], cellUsage: 'market' },
    { cells: [westCell], areas: [east] },
    { cells: [westCell], areaKind: 'village' },
    { areas: [west], areaKind: 'village' },
  ]) {
    const refused = await select(selects);
    expect([refused.status, refused.body.title]).toEqual([422, 'rule selects nothing']);
  }
});

test('a chief sees the rules of the district, changes only those of the own station, and not the next one’s', async () => {
  const { district, west, east } = await twoStations();
  const [ofDistrict, ofWest, ofEast, anywhere] = [
    await signedIn([{ role: 'chief', areaId: district }]),
    await signedIn([{ role: 'chief', areaId: west }]),
    await signedIn([{ role: 'chief', areaId: east }]),
    await signedIn(chiefEverywhere),
  ];
  const everywhere = (await anywhere.post('/api/rules', staffing)).body.id;
  const districts = (await ofDistrict.post('/api/rules', staffing)).body.id;
  const wests = (await ofWest.post('/api/rules', staffing)).body.id;
  const idsOf = async (client: typeof ofWest) =>
    (await client.get('/api/rules')).body.rules.map((one: { id: number }) => one.id);
  expect(await idsOf(ofWest)).toEqual([everywhere, districts, wests]);
  expect(await idsOf(ofEast)).toEqual([everywhere, districts]);
  expect(await idsOf(ofDistrict)).toEqual([everywhere, districts, wests]);
  expect((await ofEast.get(`/api/rules/${wests}`)).status).toBe(404);
  expect((await ofEast.patch(`/api/rules/${wests}`, { name: 'x' })).status).toBe(404);
  expect((await ofWest.patch(`/api/rules/${districts}`, { name: 'x' })).status).toBe(403);
  expect((await ofDistrict.patch(`/api/rules/${wests}`, { name: 'x' })).status).toBe(200);
  expect((await ofDistrict.delete(`/api/rules/${everywhere}`)).status).toBe(403);
});

test('only a chief makes rules', async () => {
  const planner = await signedIn([{ role: 'planner', areaId: null }]);
  expect((await planner.post('/api/rules', staffing)).status).toBe(403);
  expect((await planner.get('/api/rules')).status).toBe(200);
});

test('a rule is replaced by ending it where the other begins, and the past stays as it was', async () => {
  const chief = await signedIn(chiefEverywhere);
  const former = (await chief.post('/api/rules', { ...staffing, from: '2026-01-01T00:00:00Z' })).body;
  const asked = { ...staffing, requires: { atLeast: 2 }, from: '2999-01-01T00:00:00Z' };
  const next = await chief.post(`/api/rules/${former.id}/replacement`, asked);
  expect([next.status, next.body.replaces, next.body.requires]).toEqual([201, former.id, { atLeast: 2 }]);
  const ended = (await chief.get(`/api/rules/${former.id}`)).body;
  expect([ended.to, ended.requires]).toEqual(['2999-01-01T00:00:00.000Z', { atLeast: 1 }]);
  const rewriting = await chief.post(`/api/rules/${next.body.id}/replacement`, {
    ...asked,
    from: '2026-02-01',
  });
  expect([rewriting.status, rewriting.body.title]).toEqual([422, 'rule history']);
  const again = await chief.post(`/api/rules/${next.body.id}/replacement`, {
    ...staffing,
    from: '2999-01-01T00:00:00Z',
  });
  expect(again.status).toBe(201);
  const { rules } = (await chief.get('/api/rules')).body;
  expect(rules.map(({ id }: { id: number }) => id)).toEqual([former.id, again.body.id]);
});

test('a replacement holds where the rule before it did, and its station may still change it', async () => {
  const { district, west, east } = await twoStations();
  const ofWest = await signedIn([{ role: 'chief', areaId: west }]);
  const ofEast = await signedIn([{ role: 'chief', areaId: east }]);
  const ofDistrict = await signedIn([{ role: 'chief', areaId: district }]);
  const former = (await ofWest.post('/api/rules', staffing)).body;
  const next = await ofDistrict.post(`/api/rules/${former.id}/replacement`, {
    ...staffing,
    requires: { atLeast: 2 },
  });
  expect(next.status).toBe(201);
  expect((await ofEast.get(`/api/rules/${next.body.id}`)).status).toBe(404);
  expect((await ofWest.patch(`/api/rules/${next.body.id}`, { name: '每村两警' })).status).toBe(200);
});

test('of two replacements at the same moment one is made and the other is told', async () => {
  const chief = await signedIn(chiefEverywhere);
  for (const from of ['2026-01-01T00:00:00Z', '2999-01-01T00:00:00Z']) {
    const former = (await chief.post('/api/rules', { ...staffing, from })).body;
    const replace = (atLeast: number) =>
      chief.post(`/api/rules/${former.id}/replacement`, {
        ...staffing,
        requires: { atLeast },
        from: '2999-01-01T00:00:00Z',
      });
    const answers = await Promise.all([replace(2), replace(3)]);
    const made = answers.filter(({ status }) => status === 201);
    expect(made).toHaveLength(1);
    const told = answers.find(({ status }) => status !== 201);
    // One that comes when the other is done already is told that the rule has ended or is gone.
    expect([409, 422, 404]).toContain(told?.status);
    const { rules } = (await chief.get('/api/rules')).body;
    const heirs = rules.filter(({ replaces }: { replaces?: number }) => replaces === former.id);
    expect(heirs.length).toBeLessThanOrEqual(1);
  }
});

test('the end of a rule lies neither before now nor is it moved once it has come', async () => {
  const chief = await signedIn(chiefEverywhere);
  const { body } = await chief.post('/api/rules', { ...staffing, from: '2026-01-01T00:00:00Z' });
  const past = await chief.patch(`/api/rules/${body.id}`, { to: '2026-02-01T00:00:00Z' });
  expect([past.status, past.body.errors]).toEqual([
    422,
    [{ path: 'to', reason: 'A rule ends now or later: what it asked in the past is not rewritten.' }],
  ]);
  const ended = await chief.post('/api/rules', { ...staffing, from: '2026-01-01', to: '2026-02-01' });
  for (const to of [null, '2999-01-01T00:00:00Z']) {
    const reopened = await chief.patch(`/api/rules/${ended.body.id}`, { to });
    expect([reopened.status, reopened.body.title]).toEqual([422, 'rule history']);
    expect(reopened.body.detail).toContain('ended at 2026-02-01 00:00 and');
  }
  const renamed = await chief.patch(`/api/rules/${ended.body.id}`, { name: '旧', to: ended.body.to });
  expect([renamed.status, renamed.body.name]).toEqual([200, '旧']);
  const coming = await chief.post('/api/rules', { ...staffing, from: '2999-01-01', to: '2999-02-01' });
  expect((await chief.patch(`/api/rules/${coming.body.id}`, { to: null })).body.to).toBeNull();
});

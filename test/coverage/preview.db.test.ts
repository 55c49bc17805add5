import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { coveredVillage, january, signedIn } from './village.ts';

const { db } = await testDatabase();

const staffing = (selects: object, requires: object) => ({
  name: '试算',
  kind: 'staffing',
  selects,
  requires,
});

test('a rule is judged on every place it selects, without being stored', async () => {
  const { areaId, first, planId } = await coveredVillage(db);
  const bare = await makeArea(db, { kind: 'village', name: '空嘎查', box: [121, 48, 122, 49] });
  await makeCell(db, { planIds: [planId], box: [121.1, 48.1, 121.2, 48.2], ownerAreaId: bare });
  const volunteer = await makePerson(db, { skills: ['法律咨询'] });
  await makeAssignment(db, { personId: volunteer, cellId: first, from: january });
  const chief = await signedIn(db);
  const { status, body } = await chief.post(
    '/api/rules/preview',
    staffing({ areaKind: 'village' }, { atLeast: 2 }),
  );
  expect([status, body.about, body.selected, body.met, body.short, body.missing, body.fitting]).toEqual([
    ...[200, 'areas', 2, 1, 1, 2, 2],
  ]);
  expect(body.worst).toMatchObject([{ area: bare, name: '空嘎查', missing: 2 }]);
  expect(body.places.map(([, , missing]: number[]) => missing)).toEqual([2, 0]);
  expect(body.objection).toBeNull();
  expect(body.sentence).toBe('Every village has at least 2 people.');
  const skilled = await chief.post(
    '/api/rules/preview',
    staffing({ areas: [areaId] }, { atLeast: 3, skill: '法律咨询' }),
  );
  expect([skilled.body.missing, skilled.body.fitting]).toEqual([2, 1]);
  expect(skilled.body.objection).toBe('Only 1 in your areas fit, so no place can have 3.');
  expect((await chief.get('/api/rules')).body.rules).toEqual([]);
});

test('a patrol rule is judged as if it had held already', async () => {
  await coveredVillage(db);
  const chief = await signedIn(db);
  const { body } = await chief.post('/api/rules/preview', {
    name: '试算',
    kind: 'patrol',
    selects: {},
    requires: { measure: 'revisit', everyHours: 24 },
  });
  expect([body.about, body.selected, body.short, body.fitting]).toEqual(['cells', 2, 2, null]);
  expect(body.worst[0].since).toBe('2026-03-05T09:00:00.000Z');
});

test('a rule of area says of each place that is short how much was swept of how much', async () => {
  await coveredVillage(db);
  const chief = await signedIn(db);
  const { body } = await chief.post('/api/rules/preview', {
    ...{ name: '试算', kind: 'patrol', selects: {} },
    requires: { measure: 'sweep', share: 0.6, widthMetres: 50, days: 7 },
  });
  expect(body.worst.map(({ reached }: { reached: string }) => reached)).toEqual([
    ...['0 % of the 60 % asked', '0 % of the 60 % asked'],
  ]);
});

test('says why nothing is selected, and refuses what contradicts itself', async () => {
  await makePlan(db, { from: january });
  const chief = await signedIn(db);
  const nothing = await chief.post('/api/rules/preview', staffing({ cellUsage: 'school' }, { atLeast: 1 }));
  expect([nothing.body.selected, nothing.body.objection]).toEqual([
    0,
    'No cell in force in your areas has the usage school: the rule obliges nowhere now.',
  ]);
  const reversed = await chief.post('/api/rules/preview', {
    ...staffing({}, { atLeast: 1 }),
    from: '2026-03-02',
    to: '2026-03-01',
  });
  expect([reversed.status, reversed.body.errors]).toEqual([
    422,
    [{ path: 'to', reason: 'A rule ends after it begins.' }],
  ]);
});

test('what would replace a rule is judged where that rule holds', async () => {
  const { areaId, planId } = await coveredVillage(db);
  const bare = await makeArea(db, { kind: 'village', box: [121, 48, 122, 49] });
  await makeCell(db, { planIds: [planId], box: [121.1, 48.1, 121.2, 48.2], ownerAreaId: bare });
  const asked = staffing({ areaKind: 'village' }, { atLeast: 1 });
  const ofVillage = await signedIn(db, 'chief', areaId);
  const { body: former } = await ofVillage.post('/api/rules', asked);
  const chief = await signedIn(db);
  expect((await chief.post('/api/rules/preview', asked)).body.selected).toBe(2);
  const preview = await chief.post(`/api/rules/preview?replaces=${former.id}`, asked);
  expect(preview.body.selected).toBe(1);
});

import { beforeEach, expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

let chief: Client;
let station: number;
let district: number;
let village: number;
let plan: number;
let cells: number[];
let foreignCell: number;
let people: number[];
let team: number;

beforeEach(async () => {
  district = await makeArea(db, { kind: 'district', box: [110, 40, 110.2, 40.1] });
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  village = await makeArea(db, { kind: 'village', box: [110.01, 40.01, 110.05, 40.05] });
  plan = await makePlan(db, { from: '2024-01-01T00:00:00Z', scopeAreaId: district });
  cells = [];
  for (const [index, usage] of ['school', 'school', 'market'].entries())
    cells.push(
      await makeCell(db, {
        planIds: [plan],
        box: [110.01 + index / 100, 40.01, 110.02 + index / 100, 40.02],
        ownerAreaId: village,
        usage,
        code: `K${index}`,
      }),
    );
  foreignCell = await makeCell(db, { planIds: [plan], box: [110.15, 40.01, 110.16, 40.02], code: 'F1' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: district }] });
  chief = (await startServer(db)).withToken(token);
  people = [];
  for (let i = 0; i < 3; i++) people.push(await makePerson(db, { stationAreaId: station }));
  const founded = await chief.post('/api/teams', {
    name: '校园队',
    kind: 'campus',
    stationAreaId: station,
    members: people.slice(0, 2),
    leaderPersonId: people[0],
  });
  team = founded.body.id;
});

type Answer = { body: { members: Member[]; next: string | null } };
type Member = { person: { id: number }; from: string; to: string | null; isMember: boolean };

const slug = ({ body }: { body: { type: string } }) => body.type.split('/').at(-1);
const teamNow = async () => (await chief.get(`/api/teams/${team}`)).body;
const givingOf = (body: object) => chief.post(`/api/teams/${team}/cells`, body);

test('a team is led by one of its members, and by nobody once they belong to it no more', async () => {
  expect(await teamNow()).toMatchObject({ leaderPersonId: people[0], leader: { id: people[0] } });
  expect(slug(await chief.patch(`/api/teams/${team}`, { leaderPersonId: people[2] }))).toBe(
    'leader-not-member',
  );
  expect(slug(await chief.post('/api/teams', { name: 'x', kind: 'taxi', leaderPersonId: people[0] }))).toBe(
    'leader-not-member',
  );
  const changed = await chief.patch(`/api/teams/${team}`, {
    members: people.slice(1),
    leaderPersonId: people[2],
  });
  expect(changed.body.leaderPersonId).toBe(people[2]);
  expect(
    (await chief.patch(`/api/teams/${team}`, { members: people.slice(0, 2) })).body.leaderPersonId,
  ).toBeNull();
  await chief.patch(`/api/teams/${team}`, { leaderPersonId: people[1] });
  await chief.patch(`/api/people/${people[1]}`, { leftOn: '2024-01-01' });
  expect((await teamNow()).leader).toBeNull();
});

test('people join and leave on days, nobody twice at a time, and all of it stays to be read', async () => {
  const joining = (body: object) =>
    chief.post(`/api/teams/${team}/members`, { people: [people[2]], ...body });
  expect((await joining({ from: '2024-02-01', to: '2024-03-01' })).body.members).toEqual(people.slice(0, 2));
  expect(slug(await joining({ from: '2024-02-20' }))).toBe('already-member');
  expect((await joining({ from: '2024-03-01' })).body.members).toEqual(people);
  expect(slug(await joining({ from: '2024-05-01', to: '2024-04-01' }))).toBe('ends-before-it-begins');
  const leaving = await chief.post(`/api/teams/${team}/members/leave`, {
    people: [people[2]],
    at: '2024-06-01',
  });
  expect(leaving.body.members).toEqual(people.slice(0, 2));
  expect(slug(await chief.post(`/api/teams/${team}/members/leave`, { people: [people[2]] }))).toBe(
    'not-a-member',
  );
  await chief.patch(`/api/people/${people[1]}`, { leftOn: '2024-01-01' });
  expect(slug(await chief.post(`/api/teams/${team}/members`, { people: [people[1]] }))).toBe(
    'person-has-left',
  );
  const { body } = await chief.get(`/api/teams/${team}/members`);
  const shown = body.members.map(({ person, from, to, isMember }: Member) => [person.id, from, to, isMember]);
  expect(shown).toEqual([
    [people[0], expect.any(String), null, true],
    [people[2], '2024-02-29T16:00:00.000Z', '2024-05-31T16:00:00.000Z', false],
    [people[2], '2024-01-31T16:00:00.000Z', '2024-02-29T16:00:00.000Z', false],
  ]);
  const first = (await chief.get(`/api/teams/${team}/members?limit=2`)).body;
  expect(first.members).toEqual(body.members.slice(0, 2));
  const second = await chief.get(`/api/teams/${team}/members?limit=2&cursor=${first.next}`);
  expect(second.body).toEqual({ members: body.members.slice(2), next: null });
});

test('members of now are read page by page, before those of the past', async () => {
  await chief.post(`/api/teams/${team}/members`, { people: [people[2]] });
  await chief.post(`/api/teams/${team}/members`, {
    people: [people[2]],
    from: '2024-02-01',
    to: '2024-03-01',
  });
  const seen: number[] = [];
  let next: string | null = '';
  for (let page = 0; next !== null && page < 6; page += 1) {
    const query: string = `limit=1${next && `&cursor=${next}`}`;
    const { body }: Answer = await chief.get(`/api/teams/${team}/members?${query}`);
    seen.push(...body.members.map(({ person }) => person.id));
    next = body.next;
  }
  expect(seen).toEqual([...people, people[2]]);
});

test('a team has cells of its own by id, code or filter, over time', async () => {
  expect((await givingOf({ cells: [cells[0]], from: '2024-02-01' })).body).toEqual({ cells: [cells[0]] });
  expect((await givingOf({ plan, codes: ['K2'] })).body).toEqual({ cells: [cells[2]] });
  expect((await givingOf({ plan, usage: 'school' })).body).toEqual({ cells: [cells[1]] });
  expect((await teamNow()).cells).toEqual(cells);
  await makeAssignment(db, { personId: people[0] ?? 0, cellId: cells[0] ?? 0, from: '2024-01-01T00:00:00Z' });
  await chief.post(`/api/teams/${team}/cells/take`, { cells: [cells[0]], at: '2024-03-01' });
  const { body } = await chief.get(`/api/teams/${team}/cells`);
  expect(
    body.cells.map(({ code, usage, people: busy, isOwn }: Record<string, never>) => [
      code,
      usage,
      busy,
      isOwn,
    ]),
  ).toEqual([
    ['K1', 'school', 0, true],
    ['K2', 'market', 0, true],
    ['K0', 'school', 1, false],
  ]);
  await chief.delete(`/api/teams/${team}`);
  expect(await db('team_cells').whereRaw('upper_inf(period)')).toEqual([]);
});

test('cells that cannot be a team’s own are refused by name', async () => {
  const later = await makePlan(db, {
    from: '2023-01-01T00:00:00Z',
    to: '2023-02-01T00:00:00Z',
    scopeAreaId: district,
  });
  const retired = await makeCell(db, {
    planIds: [later],
    box: [110.06, 40.01, 110.07, 40.02],
    ownerAreaId: village,
  });
  await givingOf({ cells: [cells[0]] });
  expect([
    slug(await givingOf({ cells: [foreignCell] })),
    slug(await givingOf({ cells: [retired] })),
    slug(await givingOf({ cells: [cells[0]] })),
    slug(await givingOf({ cells: [999_999_999] })),
    slug(await givingOf({ plan, codes: ['K0', 'nowhere'] })),
    slug(await givingOf({ plan, q: 'nothing like it' })),
    slug(await givingOf({ plan })),
    slug(await givingOf({ cells: [cells[1]], plan })),
    slug(await chief.post(`/api/teams/${team}/cells/take`, { cells: [cells[1]] })),
  ]).toEqual([
    ...[
      'cell-of-another-station',
      'cell-retired',
      'cell-is-own',
      'cell-not-found',
      'unknown-code',
      'nothing-chosen',
    ],
    ...['invalid-input', 'invalid-input', 'cell-not-own'],
  ]);
  await chief.delete(`/api/teams/${team}`);
  expect((await givingOf({ cells: [cells[1]] })).status).toBe(404);
});

import { setTimeout as delay } from 'node:timers/promises';
import { beforeEach, describe, expect, test } from 'vitest';
import { insertAssignments } from '../../server/assignments/store.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { makeArea, makeAssignment, makeCell, makePerson, makePlan } from '../support/district.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const past = '2026-01-01T00:00:00.000Z';

let server: Client;
let chief: Client;
let station: number;
let neighbour: number;
let village: number;
let cells: number[];
let officer: number;

const chiefOf = async (areaId: number) =>
  server.withToken((await makeAccount(db, { grants: [{ role: 'chief', areaId }] })).token);

/** A station with a village of three cells, one officer in the first, and a far-off station. */
beforeEach(async () => {
  server = await startServer(db);
  station = await makeArea(db, { kind: 'station', box: [110, 40, 110.1, 40.1] });
  neighbour = await makeArea(db, { kind: 'station', box: [111, 40, 111.1, 40.1] });
  village = await makeArea(db, { kind: 'village', box: [110.01, 40.01, 110.04, 40.02], parentId: station });
  chief = await chiefOf(station);
  const planId = await makePlan(db, { from: past });
  cells = [];
  for (const [index, code] of ['A', 'B', 'C'].entries()) {
    const west = 110.01 + index / 100;
    const box = [west, 40.01, west + 0.01, 40.02] as const;
    cells.push(await makeCell(db, { planIds: [planId], box, code, ownerAreaId: village }));
  }
  officer = await makePerson(db, { kind: 'officer', stationAreaId: station });
  await makeAssignment(db, { personId: officer, cellId: cells[0] ?? 0, from: past });
});

const gapsOf = async (kind: string) => (await chief.get(`/api/gaps?kind=${kind}`)).body.gaps;
const suggestionsFor = async (gapId: string, more = '') =>
  (await chief.get(`/api/assignment-suggestions?gap=${gapId}${more}`)).body;

async function proposed(asked: object = {}, asker: Client = chief) {
  const { status, body } = await asker.post('/api/assignment-proposals', asked);
  expect([status, body]).toEqual([202, { job: expect.any(Number) }]);
  for (;;) {
    const job = (await asker.get(`/api/jobs/${body.job}`)).body;
    if (job.state === 'failed') throw new Error(job.message);
    if (job.state === 'done')
      return (await asker.get(`/api/assignment-proposals/${job.result.proposal}`)).body;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

describe('for one gap', () => {
  test('those who could are listed in order with their reasons, and those who could not are counted', async () => {
    const spare = await makePerson(db, { kind: 'officer', stationAreaId: station });
    await makePerson(db, { kind: 'volunteer', stationAreaId: station });
    await makePerson(db, { kind: 'officer', stationAreaId: neighbour });
    const gap = (await gapsOf('no-officer')).find(({ cell }: { cell: number }) => cell === cells[1]);
    const found = await suggestionsFor(gap.id);
    expect(found).toMatchObject({ purpose: 'assign', missing: 1, total: 2, relaxation: null });
    expect(found.gap).toMatchObject({ id: gap.id, kind: 'no-officer', cell: cells[1], message: gap.message });
    expect(found.candidates.map(({ person }: { person: { id: number } }) => person.id)).toEqual([
      officer,
      spare,
    ]);
    expect(found.candidates[0].reasons.map(({ message }: { message: string }) => message)).toEqual([
      '0.9 km from a place they serve in',
      'knows the place',
      'officer, as asked for',
      'answers for 1 place (officers usually for 1)',
      'available at any hour',
    ]);
    expect(found.passedOver).toMatchObject([
      { reason: 'kind', count: 1, message: '1 is of another kind than officer' },
    ]);
  });

  test('where too few could, the least that would have to give way is told, and helps', async () => {
    await db('people').where({ id: officer }).update({ kind: 'auxiliary' });
    const far = await makeArea(db, { kind: 'village', box: [110.5, 40, 110.51, 40.01], parentId: station });
    const person = await makePerson(db, { kind: 'officer', stationAreaId: station });
    await db('people').where({ id: person }).update({ home_area_id: far });
    const [gap] = await gapsOf('no-officer');
    const found = await suggestionsFor(gap.id);
    expect(found.total).toBe(0);
    const [step] = found.relaxation.steps;
    expect(step).toMatchObject({ kind: 'distance', fromKilometres: 30, count: 1, people: [{ id: person }] });
    expect(step.message).toMatch(/^distance 30 → 4\d km gives 1: person /);
    expect((await suggestionsFor(gap.id, `&kilometres=${step.toKilometres}`)).total).toBe(1);
  });

  test('a place that nobody visited is shown to those who serve there first', async () => {
    await makePerson(db, { stationAreaId: station });
    const gap = (await gapsOf('never-visited')).find(({ cell }: { cell: number }) => cell === cells[0]);
    const found = await suggestionsFor(gap.id);
    expect([found.purpose, found.candidates[0].person.id]).toEqual(['visit', officer]);
  });

  test('one that is closed, or of another station, is not found', async () => {
    const [gap] = await gapsOf('no-officer');
    const other = await chiefOf(neighbour);
    expect((await other.get(`/api/assignment-suggestions?gap=${gap.id}`)).status).toBe(404);
    await makeAssignment(db, { personId: officer, cellId: gap.cell, from: past });
    const { status, body } = await chief.get(`/api/assignment-suggestions?gap=${gap.id}`);
    expect([status, body.title]).toEqual([404, 'gap not found']);
  });
});

describe('for many gaps', () => {
  const people = async (count: number, kind = 'volunteer') => {
    const ids: number[] = [];
    for (let index = 0; index < count; index++)
      ids.push(await makePerson(db, { kind, stationAreaId: station }));
    return ids;
  };

  test('a proposal is taken in part: those gaps close, the others stay', async () => {
    await people(2);
    const proposal = await proposed({ kinds: ['unassigned-land'] });
    expect(proposal.totals).toMatchObject({ posts: 2, filled: 2 });
    expect(proposal.unmet).toEqual([]);
    const [first, second] = proposal.suggestions;
    expect(first).toMatchObject({
      state: 'open',
      rankForPost: 1,
      from: expect.any(Array),
      to: expect.any(Array),
    });
    const answer = await chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, {
      positions: [first.position],
    });
    expect(answer.body).toMatchObject({ accepted: 1, refused: [] });
    const left = (await gapsOf('unassigned-land')).map(({ id }: { id: string }) => id);
    expect(left).toEqual(second.gapIds);
    const after = (await chief.get(`/api/assignment-proposals/${proposal.id}`)).body;
    expect(after.suggestions.map(({ state }: { state: string }) => state)).toEqual(['accepted', 'open']);
  });

  test('what somebody else has filled meanwhile is told, and the rest goes in', async () => {
    await people(2);
    const proposal = await proposed({ kinds: ['unassigned-land'] });
    const [first] = proposal.suggestions;
    const [other = 0] = await people(1);
    await makeAssignment(db, { personId: other, cellId: first.cellId, from: past });
    const { body } = await chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, {});
    expect(body).toMatchObject({
      accepted: 1,
      refused: [{ position: first.position, personId: first.person.id, reason: 'filled-meanwhile' }],
    });
    const again = await chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, {});
    expect([again.status, again.body.title]).toEqual([409, 'nothing open']);
  });

  test('who has left meanwhile is told', async () => {
    const [person = 0] = await people(1);
    const proposal = await proposed({ kinds: ['unassigned-land'], forbidden: [] });
    await db('people').where({ id: person }).update({ left_on: '2026-02-01' });
    const { body } = await chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, {});
    for (const refused of body.refused)
      expect(refused).toMatchObject({ personId: person, reason: 'person-has-left' });
  });

  test('of two who fill the same post at the same moment, the second is told', async () => {
    const [one = 0, other = 0] = await people(2);
    const [{ id: gapId }] = await gapsOf('unassigned-land');
    const second = await chiefOf(station);
    const without = (personIds: number[]) => ({
      gapIds: [gapId],
      forbidden: personIds.map((personId) => ({ personId, gapId })),
    });
    const mine = await proposed(without([officer, other]));
    const theirs = await proposed(without([officer, one]), second);
    const answers = await Promise.all([
      chief.post(`/api/assignment-proposals/${mine.id}/acceptance`, {}),
      second.post(`/api/assignment-proposals/${theirs.id}/acceptance`, {}),
    ]);
    expect(answers.map(({ body }) => body.accepted).sort()).toEqual([0, 1]);
    expect(answers.flatMap(({ body }) => body.refused)).toMatchObject([{ reason: 'filled-meanwhile' }]);
  });

  test('what is being entered by hand at that moment is waited for', async () => {
    await people(1);
    const proposal = await proposed({ kinds: ['unassigned-land'] });
    const [first] = proposal.suggestions;
    const [other = 0] = await people(1);
    const byHand = { personIds: [other], cellIds: [first.cellId], areaIds: [], role: '义警', to: null };
    const positions = [first.position];
    const accepting = await db.transaction(async (trx) => {
      await insertAssignments(trx, { ...byHand, from: new Date(past) });
      const accepted = chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, { positions });
      await delay(300);
      return [accepted];
    });
    const { body } = (await accepting[0]) ?? {};
    expect(body).toMatchObject({ accepted: 0, refused: [{ reason: 'filled-meanwhile' }] });
  });

  test('who does not fit any more is told why, and not sent', async () => {
    const [person = 0, later = 0] = await people(2, 'officer');
    const proposal = await proposed({ kinds: ['no-officer'], mostNewPosts: 1 });
    await db('people').where({ id: person }).update({ kind: 'volunteer' });
    await db('people').where({ id: later }).update({ joined_on: '2100-01-01' });
    const { body } = await chief.post(`/api/assignment-proposals/${proposal.id}/acceptance`, {});
    const told = new Map(
      body.refused.map((one: { personId: number; message: string }) => [one.personId, one.message]),
    );
    const words = new Map([
      [person, 'The person is of another kind than officer, so does not fit any more.'],
      [later, 'The person has not joined by then.'],
    ]);
    const sent = proposal.suggestions.map((one: { person: { id: number } }) => one.person.id);
    expect(told).toEqual(new Map([...words].filter(([id]) => sent.includes(id))));
    expect(told.size).toBeGreaterThan(0);
  });

  test('what is taken back can be taken again', async () => {
    await people(1);
    const proposal = await proposed({ kinds: ['unassigned-land'] });
    const url = `/api/assignment-proposals/${proposal.id}`;
    const { body } = await chief.post(`${url}/acceptance`, {});
    expect((await chief.get(url)).body.open).toBe(0);
    await chief.post(`/api/assignments/changes/${body.change}/undo`, {});
    const counts = { open: body.accepted, accepted: 0 };
    expect((await chief.get(url)).body).toMatchObject(counts);
    expect((await chief.get('/api/assignment-proposals')).body.proposals).toMatchObject([counts]);
    const again = await chief.post(`${url}/acceptance`, {});
    expect(again.body).toMatchObject({ accepted: body.accepted, refused: [] });
  });

  test('what stays unmet is told with the people counted by what kept them, and what would help', async () => {
    await people(1);
    await db('people').where({ id: officer }).update({ kind: 'auxiliary' });
    const proposal = await proposed({ kinds: ['no-officer'] });
    expect(proposal.totals).toMatchObject({ posts: 3, filled: 0 });
    expect(proposal.unmet).toHaveLength(3);
    expect(proposal.unmet[0]).toMatchObject({
      missing: 1,
      relaxation: { message: 'find 1 more officer', steps: [{ kind: 'recruit', count: 1 }] },
    });
  });

  test('is the own account’s alone, can be laid aside, and is not made where nothing is missing', async () => {
    await people(1);
    const proposal = await proposed({ kinds: ['unassigned-land'], areaId: village });
    const other = await chiefOf(station);
    expect((await other.get(`/api/assignment-proposals/${proposal.id}`)).status).toBe(404);
    expect((await chief.post(`/api/assignment-proposals/${proposal.id}/refusal`, {})).status).toBe(204);
    expect((await chief.get('/api/assignment-proposals')).body.proposals).toMatchObject([
      { id: proposal.id, open: 0, accepted: 0 },
    ]);
    const [{ id: gapId }] = await gapsOf('no-officer');
    const [personId] = await people(1);
    const wrong = await chief.post('/api/assignment-proposals', { locked: [{ personId, gapId }] });
    expect([wrong.status, wrong.body.errors]).toEqual([
      422,
      [{ path: 'locked.0', reason: `person ${personId} is of another kind than officer` }],
    ]);
    const nothing = await chief.post('/api/assignment-proposals', { kinds: ['short-staffed'] });
    expect([nothing.status, nothing.body.title]).toEqual([422, 'nothing to fill']);
    expect((await chief.post('/api/assignment-proposals', { areaId: neighbour })).status).toBe(404);
  });
});

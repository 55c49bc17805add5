import { expect, test } from 'vitest';
import type { EditAnswer } from '../../../server/plans/edits/edit.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';
import { box, makeArea } from '../plan.ts';

const { db } = await testDatabase();

type LonLat = [number, number];
const line = (...coordinates: LonLat[]) => ({ type: 'LineString' as const, coordinates });
const polygon = (...rings: LonLat[][]) => ({ type: 'Polygon' as const, coordinates: rings });
const slug = (name: string) => `https://gridwarden.invalid/problems/${name}`;

async function signedIn(displayName = '规划员'): Promise<Client> {
  const server = await startServer(db);
  const { token, accountId } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  await db('accounts').where({ id: accountId }).update({ display_name: displayName });
  return server.withToken(token);
}

/** A draft of nine square cells, 0.01 degrees each, over a district: 1 to 3 in the south, 7 to 9 in the north. */
async function makeDraft(client: Client) {
  const district = await makeArea(db, {
    kind: 'district',
    code: '150724',
    name: '旗',
    rings: [box(119, 48, 119.03, 48.03)],
  });
  const { body: plan } = await client.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: district,
  });
  const at = (count: number) => Math.round((119 + count / 100) * 1e7) / 1e7;
  const up = (count: number) => Math.round((48 + count / 100) * 1e7) / 1e7;
  const squares = Array.from({ length: 9 }, (_, index) => {
    const [x, y] = [index % 3, Math.floor(index / 3)];
    return polygon(box(at(x), up(y), at(x + 1), up(y + 1)));
  });
  await insertOutlines(
    db,
    plan.id,
    squares.map((geometry, index) => ({
      index,
      geometry,
      properties: { name: String(index + 1), households: 10 },
    })),
    { clean: false },
  );
  return { plan: plan.id as number, ...(await stateOf(client, plan.id)) };
}

async function stateOf(client: Client, plan: number) {
  const { body } = await client.get(`/api/plans/${plan}`);
  const cells = (await client.get(`/api/plans/${plan}/cells?limit=10000`)).body.features;
  const named = (name: string): number =>
    cells.find((cell: { properties: { name: string } }) => cell.properties.name === name)?.id;
  const found = (await client.get(`/api/plans/${plan}/problems`)).body.features;
  const problems = found.filter(
    ({ properties }: { properties: { severity: string } }) => properties.severity === 'error',
  );
  return { revision: body.revision as number, cells, named, problems };
}

const edit = async (client: Client, plan: number, body: object) => {
  const answer = await client.post(`/api/plans/${plan}/edits`, body);
  expect(answer.body).toMatchObject({ revision: expect.any(Number) });
  return answer.body as EditAnswer;
};

test('splits a cell along a line into cells with new codes; neighbours get the new vertices', async () => {
  const client = await signedIn();
  const { plan, revision, named, cells } = await makeDraft(client);
  const former = cells.find((cell: { id: number }) => cell.id === named('5')).properties.code;
  const answer = await edit(client, plan, {
    kind: 'split',
    revision,
    cells: [named('5')],
    line: line([119.009, 48.0141], [119.021, 48.0163]),
  });
  expect(answer.removed).toEqual([named('5')]);
  expect(answer.caused).toEqual([]);
  expect(answer.undoable).toBe(true);
  const after = await stateOf(client, plan);
  expect(after.problems).toEqual([]);
  expect(after.cells).toHaveLength(10);
  expect(after.cells.some((cell: { properties: { code: string } }) => cell.properties.code === former)).toBe(
    false,
  );
  // The neighbours east and west stay the cells they were.
  expect(answer.changed.map(({ id }) => id)).toEqual(expect.arrayContaining([named('4'), named('6')]));
});

test('splits several cells at once, and one through its hole', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const hole = await edit(client, plan, {
    kind: 'draw',
    revision,
    polygon: polygon(box(119.013, 48.013, 119.017, 48.017)),
    set: { name: '飞地' },
  });
  expect(hole.changed).toHaveLength(2);
  const row = await stateOf(client, plan);
  const answer = await edit(client, plan, {
    kind: 'split',
    revision: row.revision,
    cells: [row.named('4'), row.named('5'), row.named('6')],
    line: line([118.99, 48.015], [119.04, 48.015]),
  });
  expect(answer.caused).toEqual([]);
  const after = await stateOf(client, plan);
  expect(after.problems).toEqual([]);
  expect(after.cells).toHaveLength(13);
  expect(after.named('飞地')).toBe(row.named('飞地'));
  expect(named('1')).toBe(after.named('1'));
});

test('merges cells that touch, keeps the code that is asked for and adds the households', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const answer = await edit(client, plan, {
    kind: 'merge',
    revision,
    cells: [named('1'), named('2'), named('5')],
    keep: named('2'),
  });
  expect(answer.changed.map(({ properties }) => [properties.name, properties.households])).toEqual([
    ['2', 30],
  ]);
  const after = await stateOf(client, plan);
  expect([after.cells.length, after.problems]).toEqual([7, []]);
});

test('refuses to merge cells that touch in a corner only, and says where', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const { status, body } = await client.post(`/api/plans/${plan}/edits`, {
    kind: 'merge',
    revision,
    cells: [named('1'), named('5')],
  });
  expect([status, body.type]).toEqual([422, slug('cells-do-not-touch')]);
  expect(body.detail).toMatch(/^(1 and 5|5 and 1) share no border/);
  expect(body.place.type).toBe('Point');
});

test('moves a junction with all four cells, adds a vertex to both neighbours, and removes it again', async () => {
  const client = await signedIn();
  const { plan, revision, cells } = await makeDraft(client);
  const moved = await edit(client, plan, {
    kind: 'reshape',
    revision,
    moves: [{ from: [119.01, 48.01], to: [119.0123, 48.0085] }],
  });
  expect(moved.removed).toHaveLength(4);
  const inserted = await edit(client, plan, {
    kind: 'reshape',
    revision: moved.revision,
    inserts: [{ a: [119.0123, 48.0085], b: [119.02, 48.01], at: [119.016, 48.0123] }],
  });
  expect(inserted.changed).toHaveLength(2);
  expect((await stateOf(client, plan)).problems).toEqual([]);
  const removed = await edit(client, plan, {
    kind: 'reshape',
    revision: inserted.revision,
    removes: [[119.016, 48.0123]],
  });
  const back = await edit(client, plan, {
    kind: 'reshape',
    revision: removed.revision,
    moves: [{ from: [119.0123, 48.0085], to: [119.01, 48.01] }],
  });
  // Equal outlines are the same cells.
  expect(back.changed.map(({ id }) => id).sort()).toEqual(moved.removed.toSorted());
  const idsAndOutlines = ({ id, geometry }: { id: number; geometry: unknown }) => ({ id, geometry });
  expect((await stateOf(client, plan)).cells.map(idsAndOutlines)).toEqual(cells.map(idsAndOutlines));
});

test('refuses a junction dragged across its neighbour with the place, and keeps nothing of it', async () => {
  const client = await signedIn();
  const { plan, revision, cells } = await makeDraft(client);
  const { status, body } = await client.post(`/api/plans/${plan}/edits`, {
    kind: 'reshape',
    revision,
    moves: [{ from: [119.01, 48.01], to: [119.025, 48.012] }],
  });
  expect([status, body.type]).toEqual([422, slug('outlines-cross')]);
  expect(body.place.coordinates).toHaveLength(2);
  expect((await stateOf(client, plan)).cells).toEqual(cells);
});

test('reshapes a border along a line: both cells follow', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const answer = await edit(client, plan, {
    kind: 'reshape',
    revision,
    cell: named('5'),
    line: line([119.009, 48.012], [119.012, 48.014], [119.012, 48.016], [119.007, 48.018], [119.011, 48.019]),
  });
  expect(answer.caused).toEqual([]);
  const after = await stateOf(client, plan);
  expect([after.cells.length, after.problems]).toEqual([9, []]);
  expect(after.named('5')).not.toBe(named('5'));
  expect(after.named('4')).not.toBe(named('4'));
});

test('deletes with an heir, with the longest border, or to a gap that is told', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const toHeir = await edit(client, plan, {
    kind: 'delete',
    revision,
    cells: [named('1')],
    heir: named('4'),
  });
  expect(toHeir.caused).toEqual([]);
  const longest = await edit(client, plan, {
    kind: 'delete',
    revision: toHeir.revision,
    cells: [named('3')],
    heir: 'longest-border',
  });
  expect(longest.changed).toHaveLength(1);
  const gap = await edit(client, plan, { kind: 'delete', revision: longest.revision, cells: [named('9')] });
  expect(gap.caused.map(({ properties }) => properties.kind)).toEqual(['gap']);
  const filled = await edit(client, plan, {
    kind: 'draw',
    revision: gap.revision,
    polygon: polygon(box(119.015, 48.02, 119.05, 48.04)),
  });
  expect(filled.cured.map(({ properties }) => properties.kind)).toEqual(['gap']);
  expect((await stateOf(client, plan)).problems).toEqual([]);
});

test('declares land an exclusion: no gap, until that is undone', async () => {
  const client = await signedIn();
  const { plan, revision } = await makeDraft(client);
  const answer = await edit(client, plan, {
    kind: 'draw',
    revision,
    exclusion: true,
    polygon: polygon(box(119.013, 48.013, 119.017, 48.017)),
  });
  expect(answer.caused).toEqual([]);
  expect((await stateOf(client, plan)).problems).toEqual([]);
  await client.post(`/api/plans/${plan}/undo`, {});
  expect((await stateOf(client, plan)).problems).toEqual([]);
});

test('sets attributes of many cells, and a code of one that is free', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const answer = await edit(client, plan, {
    kind: 'set',
    revision,
    cells: [named('1'), named('2')],
    set: { usage: 'school', households: null },
  });
  expect(answer.changed.map(({ properties: { usage, households } }) => [usage, households])).toEqual([
    ['school', null],
    ['school', null],
  ]);
  const taken = await client.post(`/api/plans/${plan}/edits`, {
    kind: 'set',
    revision: answer.revision,
    cells: [named('1')],
    set: { code: answer.changed[1]?.properties.code },
  });
  expect([taken.status, taken.body.type]).toEqual([422, slug('code-taken')]);
});

test('undoes to the first byte and redoes, to any depth', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const rows = () => db('plan_cells').where({ plan_id: plan }).orderBy('cell_id');
  const first = await rows();
  const one = await edit(client, plan, {
    kind: 'split',
    revision,
    cells: [named('5'), named('6')],
    line: line([119.005, 48.0111], [119.035, 48.0177]),
  });
  const two = await edit(client, plan, {
    kind: 'merge',
    revision: one.revision,
    cells: [named('1'), named('2')],
  });
  const three = await edit(client, plan, {
    kind: 'set',
    revision: two.revision,
    cells: [named('9')],
    set: { name: '九' },
  });
  expect(three.redoable).toBe(false);
  const last = await rows();
  for (const left of [true, true, false]) {
    const { body } = await client.post(`/api/plans/${plan}/undo`, {});
    expect(body).toMatchObject({ undoable: left, redoable: true });
  }
  expect(await rows()).toEqual(first);
  expect((await client.post(`/api/plans/${plan}/undo`, {})).body.type).toBe(slug('nothing-to-undo'));
  for (let step = 0; step < 3; step++) await client.post(`/api/plans/${plan}/redo`, {});
  expect(await rows()).toEqual(last);
  expect((await client.post(`/api/plans/${plan}/redo`, {})).body.type).toBe(slug('nothing-to-redo'));
});

test('a new edit ends what could be redone', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const one = await edit(client, plan, { kind: 'set', revision, cells: [named('9')], set: { name: '九' } });
  const { body: undone } = await client.post(`/api/plans/${plan}/undo`, {});
  expect(undone.revision).toBeGreaterThan(one.revision);
  await edit(client, plan, {
    kind: 'set',
    revision: undone.revision,
    cells: [named('8')],
    set: { name: '八' },
  });
  expect((await client.post(`/api/plans/${plan}/redo`, {})).body.type).toBe(slug('nothing-to-redo'));
  expect((await client.get(`/api/plans/${plan}/edits`)).body).toMatchObject({
    edits: [
      { kind: 'set', undone: false },
      { kind: 'set', undone: true },
      { kind: 'import', by: null },
    ],
    undoable: true,
    redoable: false,
  });
});

test('two planners at the same cell: the later one gets a conflict that shows theirs; elsewhere none', async () => {
  const [one, other] = [await signedIn('甲'), await signedIn('乙')];
  const { plan, revision, named } = await makeDraft(one);
  await edit(one, plan, {
    kind: 'split',
    revision,
    cells: [named('1')],
    line: line([118.99, 48.005], [119.02, 48.005]),
  });
  const { status, body } = await other.post(`/api/plans/${plan}/edits`, {
    kind: 'merge',
    revision,
    cells: [named('1'), named('4')],
  });
  expect([status, body.type]).toEqual([409, slug('edit-conflict')]);
  expect(body.conflicts).toMatchObject([{ cell: named('1'), by: '甲', kind: 'split', cells: [{}, {}] }]);
  const elsewhere = await edit(other, plan, { kind: 'merge', revision, cells: [named('6'), named('9')] });
  expect(elsewhere.removed.length + elsewhere.changed.length).toBe(3);
  // Only what one made oneself can be undone, and only while nobody built on it.
  const { body: undone } = await other.post(`/api/plans/${plan}/undo`, {});
  expect(undone.edit.by).toBe('乙');
});

test.each([
  ['a line that misses', { kind: 'split', line: line([118, 48.5], [118.1, 48.5]) }, 'line-misses'],
  [
    'a line that ends inside',
    { kind: 'split', line: line([119.009, 48.015], [119.015, 48.015]) },
    'line-misses',
  ],
  [
    'a line that crosses itself',
    { kind: 'split', line: line([119.009, 48.012], [119.02, 48.018], [119.015, 48.019], [119.016, 48.01]) },
    'line-crosses-itself',
  ],
  [
    'a vertex that is not there',
    { kind: 'reshape', moves: [{ from: [119.5, 48.5], to: [119.5, 48.6] }] },
    'vertex-not-found',
  ],
  [
    'a drawing outside of the scope',
    { kind: 'draw', polygon: polygon(box(119.5, 48.5, 119.6, 48.6)) },
    'outside-scope',
  ],
  ['a cell that never was', { kind: 'merge', cells: [1_000_000, 1_000_001] }, 'cell-not-found'],
  ['a revision of the future', { kind: 'set', revision: 1_000_000, set: {} }, 'revision-ahead'],
  ['a reshape of nothing', { kind: 'reshape' }, 'reshape-what'],
  [
    'an open ring',
    {
      kind: 'draw',
      polygon: polygon([
        [119, 48],
        [119.01, 48],
        [119.01, 48.01],
      ]),
    },
    'open-ring',
  ],
])('refuses %s', async (_, body, type) => {
  const client = await signedIn();
  const { plan, revision, named, cells } = await makeDraft(client);
  const named5 = body.kind === 'split' || body.kind === 'set' ? { cells: [named('5')] } : {};
  const answer = await client.post(`/api/plans/${plan}/edits`, { revision, ...named5, ...body });
  expect([answer.status, answer.body.type]).toEqual([422, slug(type)]);
  expect((await stateOf(client, plan)).cells).toEqual(cells);
});

test('a line through a vertex cuts there and adds none', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const answer = await edit(client, plan, {
    kind: 'split',
    revision,
    cells: [named('5')],
    line: line([119.009, 48.009], [119.021, 48.021]),
  });
  expect(answer.changed).toHaveLength(2);
  expect((await stateOf(client, plan)).problems).toEqual([]);
});

test('tells everybody who has the plan open of an edit within a second', async () => {
  const [one, other] = [await signedIn('甲'), await signedIn('乙')];
  const { plan, revision, named } = await makeDraft(one);
  const events = await other.events(`/api/live?plan=${plan}`);
  expect(await events.next('open')).toEqual({ plan, revision });
  const { edit: made } = await edit(one, plan, { kind: 'merge', revision, cells: [named('1'), named('2')] });
  expect(await events.next('edit')).toMatchObject({
    plan,
    revision: made.revision,
    edit: { id: made.id, kind: 'merge', by: '甲', own: false },
    removed: expect.arrayContaining([named('1'), named('2')]),
  });
  await events.close();
});

test('tells whoever has a draft open that it is published or deleted, or that they are signed out', async () => {
  const [one, other] = [await signedIn('甲'), await signedIn('乙')];
  const { plan } = await makeDraft(one);
  const events = await other.events(`/api/live?plan=${plan}`);
  await events.next('open');
  expect((await one.post(`/api/plans/${plan}/publish`, {})).status).toBe(200);
  expect(await events.next('ended')).toEqual({ plan, reason: 'published' });
  // Of a published plan there is nothing more to be told; whoever asks for it is not sent away.
  const still = await other.events(`/api/live?plan=${plan}`);
  await still.next('open');

  const { body: draft } = await one.post('/api/plans', { name: '空', layer: 'police', scopeAreaId: null });
  const [kept, ended] = [
    await one.events(`/api/live?plan=${draft.id}`),
    await other.events(`/api/live?plan=${draft.id}`),
  ];
  await Promise.all([kept.next('open'), ended.next('open')]);
  const account = await db('accounts').where({ display_name: '乙' }).first('id');
  await db('tokens').where({ account_id: account.id }).update({ revoked_at: db.fn.now() });
  expect(await ended.next('ended')).toEqual({ plan: draft.id, reason: 'signed-out' });
  expect(await still.next('ended')).toEqual({ plan, reason: 'signed-out' });
  await one.delete(`/api/plans/${draft.id}`);
  expect(await kept.next('ended')).toEqual({ plan: draft.id, reason: 'deleted' });
});

test('a drawing cuts cells of any size and leaves the whole plan proved', async () => {
  const client = await signedIn();
  const district = await makeArea(db, { kind: 'district', name: '密', rings: [box(128, 49, 128.06, 49.06)] });
  const { body: created } = await client.post('/api/plans', {
    name: '密',
    layer: 'community',
    scopeAreaId: district,
  });
  await client.post(`/api/plans/${created.id}/generate`, { method: 'square', cellMetres: 400 });
  for (const [west, south, side] of [
    [128.0053, 49.0051, 0.0121],
    [128.0307, 49.0203, 0.0007],
    [128.055, 49.051, 0.02],
  ] as const) {
    const { revision } = await stateOf(client, created.id);
    const answer = await edit(client, created.id, {
      kind: 'draw',
      revision,
      polygon: polygon(box(west, south, west + side, south + side)),
    });
    expect(answer.caused.filter(({ properties }) => properties.severity === 'error')).toEqual([]);
    expect((await stateOf(client, created.id)).problems).toEqual([]);
  }
});

test('the first cell of an empty draft can be drawn', async () => {
  const client = await signedIn();
  const district = await makeArea(db, { kind: 'district', name: '空', rings: [box(128, 49, 128.06, 49.06)] });
  const { body: created } = await client.post('/api/plans', {
    name: '空',
    layer: 'community',
    scopeAreaId: district,
  });
  const answer = await edit(client, created.id, {
    kind: 'draw',
    revision: created.revision,
    polygon: polygon(box(128.01, 49.01, 128.02, 49.02)),
  });
  expect(answer.changed).toHaveLength(1);
});

test('undoing does not take land away from whoever has it now', async () => {
  const [one, other] = [await signedIn('甲'), await signedIn('乙')];
  const { plan, revision, named } = await makeDraft(one);
  await edit(one, plan, { kind: 'delete', revision, cells: [named('9')] });
  await other.post(`/api/plans/${plan}/repairs`, { problems: [1] });
  const undone = await one.post(`/api/plans/${plan}/undo`, {});
  expect([undone.status, undone.body.type]).toEqual([409, slug('edit-conflict')]);
  expect((await stateOf(one, plan)).problems).toEqual([]);
});

test('the land of deleted cells stays in their village', async () => {
  const client = await signedIn();
  const { plan, revision, named } = await makeDraft(client);
  const village = await makeArea(db, {
    kind: 'village',
    name: '村',
    rings: [box(119.02, 48, 119.03, 48.03)],
  });
  const east = ['3', '6', '9'].map(named);
  const owned = await edit(client, plan, {
    kind: 'set',
    revision,
    cells: east,
    set: { ownerAreaId: village },
  });
  const answer = await edit(client, plan, {
    kind: 'delete',
    revision: owned.revision,
    cells: [named('2'), named('3')],
    heir: 'longest-border',
  });
  expect(answer.caused.filter(({ properties }) => properties.kind === 'crosses-owner')).toEqual([]);
});

test.each([
  [
    'a drawing without area',
    {
      kind: 'draw',
      polygon: polygon([
        [119.003, 48.003],
        [119.005, 48.005],
        [119.006, 48.006],
        [119.003, 48.003],
      ]),
    },
    'nothing-drawn,outside-scope',
  ],
  ['half a character', { kind: 'set', set: { name: '\ud800' } }, 'invalid-input'],
  [
    'a code that is taken, for a drawing',
    { kind: 'draw', polygon: polygon(box(119.003, 48.003, 119.005, 48.005)), set: { code: '?' } },
    'code-taken',
  ],
  ['removing a junction', { kind: 'reshape', removes: [[119.01, 48.01]] }, 'outlines-cross,borders-part'],
  [
    'pulling the border off the scope',
    { kind: 'reshape', moves: [{ from: [119.01, 48], to: [119.01, 48.002] }] },
    'borders-part',
  ],
  [
    'two moves of one vertex',
    {
      kind: 'reshape',
      moves: [
        { from: [119.01, 48.01], to: [119.011, 48.01] },
        { from: [119.01, 48.01], to: [119.012, 48.01] },
      ],
    },
    'named-twice',
  ],
  ['nothing', { kind: 'set', set: {} }, 'nothing-changed'],
])('refuses %s and keeps what was', async (_, body, types) => {
  const client = await signedIn();
  const { plan, revision, named, cells } = await makeDraft(client);
  const sent = body.kind === 'set' ? { ...body, cells: [named('5')] } : body;
  const code = cells[0].properties.code;
  const text = JSON.stringify({ revision, ...sent }).replace('"code":"?"', `"code":"${code}"`);
  const answer = await client.post(`/api/plans/${plan}/edits`, JSON.parse(text));
  expect([answer.status, types.split(',').map(slug)]).toEqual([
    422,
    expect.arrayContaining([answer.body.type]),
  ]);
  expect((await stateOf(client, plan)).cells).toEqual(cells);
});

import { expect, test } from 'vitest';
import type { LonLat } from '../../../server/geo/position.ts';
import type { EditAnswer } from '../../../server/plans/edits/edit.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { startServer } from '../../support/server.ts';
import { box, makeArea } from '../plan.ts';

const { db } = await testDatabase();

async function planner(): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  return server.withToken(token);
}

/** Four cells from the west to the east of a district. */
const quarters = [119, 119.1, 119.2, 119.3].map((west) =>
  box(west, 48, Number((west + 0.1).toFixed(1)), 48.1),
);

async function makeDraft(client: Client, layer: string, scopeAreaId: number, rings: LonLat[][], more = {}) {
  const { body } = await client.post('/api/plans', { name: layer, layer, scopeAreaId, ...more });
  const outlines = rings.map((ring, index) => ({
    index,
    geometry: { type: 'Polygon' as const, coordinates: [ring] },
    properties: { name: String(index + 1) },
  }));
  await insertOutlines(db, body.id, outlines, { clean: false });
  return body.id as number;
}

const makeDistrict = () =>
  makeArea(db, { kind: 'district', code: '150724', name: '旗', rings: [box(119, 48, 119.4, 48.1)] });

/** Makes an edit of the plan as it is now; `cells` by their names. */
async function edit(client: Client, plan: number, body: (named: (name: string) => number) => object) {
  const { revision } = (await client.get(`/api/plans/${plan}`)).body;
  const { features } = (await client.get(`/api/plans/${plan}/cells`)).body;
  const named = (name: string) =>
    features.find((cell: { properties: { name: string } }) => cell.properties.name === name)?.id;
  const answer = await client.post(`/api/plans/${plan}/edits`, { revision, ...body(named) });
  expect(answer.status).toBe(200);
  return answer.body as EditAnswer;
}

const errors = (findings: EditAnswer['caused']) =>
  findings
    .filter(({ properties }) => properties.severity === 'error')
    .map(({ properties }) => properties.kind);

/** The errors of the whole plan. */
const wholeErrors = async (client: Client, plan: number) =>
  errors((await client.get(`/api/plans/${plan}/problems`)).body.features);

test('an edit that leaves a published code to other land tells so at once, as the whole proof does', async () => {
  const client = await planner();
  const district = await makeDistrict();
  const first = await makeDraft(client, 'community', district, quarters);
  expect((await client.post(`/api/plans/${first}/publish`, { from: '2024-01-01' })).status).toBe(200);
  const { body } = await client.post('/api/plans', {
    name: '次年',
    layer: 'community',
    scopeAreaId: district,
    fromPlanId: first,
  });
  const merged = await edit(client, body.id, (named) => ({
    kind: 'merge',
    cells: [named('1'), named('2')],
    keep: named('1'),
  }));
  expect(errors(merged.caused)).toEqual([]);
  const drawn = await edit(client, body.id, () => ({
    kind: 'draw',
    polygon: { type: 'Polygon', coordinates: [box(119, 48, 119.1, 48.1)] },
  }));
  expect(errors(drawn.caused)).toEqual(['reused-code']);
  expect(await wholeErrors(client, body.id)).toEqual(['reused-code']);
  const undone = await client.post(`/api/plans/${body.id}/undo`, {});
  expect([errors(undone.body.cured), errors(undone.body.caused)]).toEqual([['reused-code'], []]);
});

test('an edit that divides a cell of the plan it is bound to tells so at once, wherever that is', async () => {
  const client = await planner();
  const district = await makeDistrict();
  const community = await makeDraft(client, 'community', district, quarters);
  const halves = [box(119, 48, 119.2, 48.1), box(119.2, 48, 119.4, 48.1)];
  const police = await makeDraft(client, 'police', district, halves, { unionsOfPlanId: community });
  const cut = (west: number) => (named: (name: string) => number) => ({
    kind: 'split' as const,
    cells: [named('1')],
    line: {
      type: 'LineString',
      coordinates: [
        [west, 47.9],
        [west, 48.2],
      ],
    },
  });
  const along = await edit(client, police, cut(119.1));
  expect(errors(along.caused)).toEqual([]);
  await client.post(`/api/plans/${police}/undo`, {});
  const across = await edit(client, police, cut(119.06));
  expect(errors(across.caused)).toEqual(['not-a-union']);
  expect(across.caused[0]?.properties.message).toMatch(/whole cells/);
  expect(await wholeErrors(client, police)).toEqual(['not-a-union']);
  const undone = await client.post(`/api/plans/${police}/undo`, {});
  expect([errors(undone.body.cured), errors(undone.body.caused)]).toEqual([['not-a-union'], []]);
  // The border moves into a cell of the community that lies beside what was taken hold of.
  const moved = await edit(client, police, () => ({
    kind: 'reshape',
    moves: [{ from: [119.2, 48.1], to: [119.23, 48.1] }],
  }));
  expect(errors(moved.caused)).toEqual(await wholeErrors(client, police));
  expect(errors(moved.caused)).toEqual(['not-a-union']);
});

test('cells drawn on bare land, far from any other, lie in the scope all the same', async () => {
  const client = await planner();
  const draft = await makeDraft(client, 'community', await makeDistrict(), quarters.slice(0, 1));
  const draw = (ring: LonLat[]) =>
    edit(client, draft, () => ({ kind: 'draw', polygon: { type: 'Polygon', coordinates: [ring] } }));
  for (const ring of quarters.slice(1)) expect(errors((await draw(ring)).caused)).toEqual([]);
  expect(await wholeErrors(client, draft)).toEqual([]);
  // The bare land that undoing leaves is a gap, and to redo is to cure it.
  const undone = await client.post(`/api/plans/${draft}/undo`, {});
  expect(errors(undone.body.caused)).toEqual(['gap']);
  const redone = await client.post(`/api/plans/${draft}/redo`, {});
  expect(errors(redone.body.cured)).toEqual(['gap']);
});

test('undoing the first cell of a draft tells of the gap that it leaves', async () => {
  const client = await planner();
  const draft = await makeDraft(client, 'community', await makeDistrict(), []);
  await edit(client, draft, () => ({
    kind: 'draw',
    polygon: { type: 'Polygon', coordinates: [box(119, 48, 119.4, 48.1)] },
  }));
  const undone = await client.post(`/api/plans/${draft}/undo`, {});
  expect(errors(undone.body.caused)).toEqual(['gap']);
  const redone = await client.post(`/api/plans/${draft}/redo`, {});
  expect(errors(redone.body.cured)).toEqual(['gap']);
});

import { expect, test } from 'vitest';
import { insertOutlines } from '../../server/plans/import-outlines.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { box, makeArea } from './plan.ts';

const { db, isEmbedded } = await testDatabase();

type LonLat = [number, number];
const polygon = (...rings: LonLat[][]) => ({ type: 'Polygon' as const, coordinates: rings });
const slug = (name: string) => `https://gridwarden.invalid/problems/${name}`;

async function signedIn(): Promise<Client> {
  const server = await startServer(db);
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  return server.withToken(token);
}

type Sent = { rings: LonLat[][]; code?: string };

async function makeDraft(client: Client, sent: Sent[], scopeRings = [box(119, 48, 119.02, 48.02)]) {
  const district = await makeArea(db, { kind: 'district', name: '旗', rings: scopeRings });
  const { body } = await client.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: district,
  });
  await insertOutlines(
    db,
    body.id,
    sent.map(({ rings, code }, index) => ({ index, geometry: polygon(...rings), properties: { code } })),
    { clean: false },
  );
  return body.id as number;
}

const kinds = async (client: Client, plan: number): Promise<string[]> =>
  (await client.get(`/api/plans/${plan}/problems`)).body.features.map(
    ({ properties }: { properties: { kind: string } }) => properties.kind,
  );
const repair = (client: Client, plan: number, body: object) =>
  client.post(`/api/plans/${plan}/repairs`, body);

const west = { rings: [box(119, 48, 119.01, 48.02)] };

test('gives a gap to the neighbour with the longest border, to a cell of its own, or declares it nobody’s', async () => {
  const client = await signedIn();
  const noded: LonLat[] = [
    [119, 48],
    [119.01, 48],
    [119.01, 48.015],
    [119.01, 48.02],
    [119, 48.02],
    [119, 48],
  ];
  const gap: Sent[] = [{ rings: [noded] }, { rings: [box(119.01, 48, 119.02, 48.015)] }];
  for (const [choice, cells] of [
    [undefined, 2],
    ['cell', 3],
    ['exclusion', 2],
  ] as const) {
    const plan = await makeDraft(client, gap);
    expect(await kinds(client, plan)).toEqual(['gap']);
    const preview = await repair(client, plan, { problems: [1], choice, preview: true });
    expect(
      preview.body.cured.map(({ properties }: { properties: { kind: string } }) => properties.kind),
    ).toEqual(['gap']);
    expect(await kinds(client, plan)).toEqual(['gap']);
    const { body } = await repair(client, plan, { problems: [1], choice });
    expect({ caused: body.caused, kind: body.edit.kind }).toEqual({ caused: [], kind: 'repair' });
    expect(await kinds(client, plan)).toEqual([]);
    expect((await client.get(`/api/plans/${plan}`)).body.cells).toBe(cells);
    await client.post(`/api/plans/${plan}/undo`, {});
    expect(await kinds(client, plan)).toEqual(['gap']);
  }
});

test('fills all of a gap that reaches far beyond the cells', async () => {
  const client = await signedIn();
  for (const choice of ['neighbour', 'cell', 'exclusion']) {
    const plan = await makeDraft(client, [west], [box(119, 48, 119.2, 48.02)]);
    expect(await kinds(client, plan)).toEqual(['gap']);
    expect((await repair(client, plan, { problems: [1], choice })).status).toBe(200);
    expect(await kinds(client, plan)).toEqual([]);
  }
});

test('splits gaps among their neighbours, each owner’s land among its own cells, all of them at once too', async () => {
  const client = await signedIn();
  const [lons, lats] = [
    [119, 119.01, 119.02, 119.03],
    [48, 48.01, 48.02, 48.03],
  ];
  const thirds = [0, 1, 2].flatMap((x) =>
    [0, 1, 2].map((y) => ({
      rings: [box(lons[x] ?? 0, lats[y] ?? 0, lons[x + 1] ?? 0, lats[y + 1] ?? 0)],
    })),
  );
  const scope = [box(119, 48, 119.03, 48.03)];
  const inner = await makeDraft(client, thirds.toSpliced(4, 1), scope);
  const request = { problems: [1], choice: 'split' };
  const { body: preview } = await repair(client, inner, { ...request, preview: true });
  expect(preview.changed).toHaveLength(4);
  expect(await kinds(client, inner)).toEqual(['gap']);
  const { body } = await repair(client, inner, request);
  expect([body.caused, body.changed.length]).toEqual([[], 4]);
  expect(await kinds(client, inner)).toEqual([]);
  await client.post(`/api/plans/${inner}/undo`, {});
  expect(await kinds(client, inner)).toEqual(['gap']);

  const two = await makeDraft(client, thirds.toSpliced(8, 1).toSpliced(4, 1), scope);
  expect(await kinds(client, two)).toEqual(['gap', 'gap']);
  const all = { all: true, kind: 'gap', choice: 'split' };
  expect((await repair(client, two, all)).body.caused).toEqual([]);
  expect(await kinds(client, two)).toEqual([]);
  expect((await repair(client, two, { all: true, choice: 'split' })).body.type).toBe(
    slug('nothing-to-repair'),
  );

  for (const [name, east] of [
    ['西', 119],
    ['东', 119.015],
  ] as const)
    await makeArea(db, {
      kind: 'village',
      name,
      code: `15072400000${east === 119 ? 1 : 2}`,
      rings: [box(east, 48, east + 0.015, 48.03)],
    });
  const halves = [box(119, 48, 119.015, 48.01), box(119.015, 48, 119.03, 48.01)];
  const owned = await makeDraft(
    client,
    [...halves, box(119, 48.02, 119.015, 48.03)].map((ring) => ({ rings: [ring] })),
    scope,
  );
  const { features } = (await client.get(`/api/plans/${owned}/problems?kind=gap`)).body;
  expect(features).toHaveLength(1);
  await repair(client, owned, { problems: [features[0].id], choice: 'split' });
  expect(await kinds(client, owned)).toEqual([]);
  expect((await client.get(`/api/plans/${owned}`)).body.cells).toBe(3);
});

test('trims an overlap by either side', async () => {
  const client = await signedIn();
  const plan = await makeDraft(client, [west, { rings: [box(119.008, 48, 119.02, 48.02)] }]);
  const { features } = (await client.get(`/api/plans/${plan}/problems`)).body;
  expect(features[0].properties.kind).toBe('overlap');
  const [keeper, other] = features[0].properties.cells;
  const { body } = await repair(client, plan, { problems: [1], choice: keeper });
  expect(body.removed).toEqual([other]);
  expect(await kinds(client, plan)).toEqual([]);
});

test('matches the vertices of a common border', async () => {
  const client = await signedIn();
  const plan = await makeDraft(client, [
    {
      rings: [
        [
          [119, 48],
          [119.01, 48],
          [119.01, 48.02],
          [119, 48.02],
          [119, 48],
        ],
      ],
    },
    {
      rings: [
        [
          [119.01, 48],
          [119.02, 48],
          [119.02, 48.02],
          [119.01, 48.02],
          [119.01, 48.0113],
          [119.01, 48],
        ],
      ],
    },
  ]);
  expect(await kinds(client, plan)).toEqual(['unmatched-edge']);
  await repair(client, plan, { problems: [1] });
  expect(await kinds(client, plan)).toEqual([]);
});

test('matches one border, though a needle of a third cell or of nobody’s land lies between', async () => {
  const client = await signedIn();
  const [x, beside] = [119.01, 119.01000009];
  for (const between of [[[119.010000045, 48.005]], []] as LonLat[][]) {
    const plan = await makeDraft(
      client,
      [
        { rings: [box(119, 48, x, 48.02)], code: '150724000000001' },
        { rings: [box(beside, 48, 119.02, 48.02)], code: '150724000000002' },
        {
          rings: [
            [
              [119, 48.02],
              [x, 48.02],
              ...between,
              [beside, 48.02],
              [119.02, 48.02],
              [119.02, 48.03],
              [119, 48.03],
              [119, 48.02],
            ],
          ],
          code: '150724000000003',
        },
      ],
      [box(119, 48, 119.02, 48.03)],
    );
    expect(new Set(await kinds(client, plan))).toEqual(new Set(['unmatched-edge']));
    const { body } = await repair(client, plan, { problems: [1] });
    expect(body.caused).toEqual([]);
    expect(await kinds(client, plan)).toEqual([]);
  }
});

test('trims what reaches out of the scope, makes invalid outlines valid, and parts what is apart: all at once', async () => {
  const client = await signedIn();
  const plan = await makeDraft(client, [
    { rings: [box(118.999, 48, 119.01, 48.02)], code: 'wrong' },
    {
      rings: [
        [
          [119.01, 48],
          [119.02, 48],
          [119.02, 48.02],
          [119.015, 47.99999],
          [119.01, 48.02],
          [119.01, 48],
        ],
      ],
    },
  ]);
  const found = await kinds(client, plan);
  expect(found).toEqual(expect.arrayContaining(['outside-scope', 'gap', 'malformed-code']));
  const { body, status } = await repair(client, plan, { all: true });
  expect(status).toBe(200);
  expect(body.edit.kind).toBe('repair');
  expect(await kinds(client, plan)).toEqual([]);
});

test('gives a second code to the second of two cells that share one', async () => {
  const client = await signedIn();
  const code = '150724000000007';
  const plan = await makeDraft(client, [
    { ...west, code },
    { rings: [box(119.01, 48, 119.02, 48.02)], code },
  ]);
  expect(await kinds(client, plan)).toEqual(['duplicate-code']);
  const { body } = await repair(client, plan, { all: true, kind: 'duplicate-code' });
  expect(body.changed).toHaveLength(1);
  expect(await kinds(client, plan)).toEqual([]);
});

test('refuses what there is not to repair, and problems of another revision', async () => {
  const client = await signedIn();
  const plan = await makeDraft(client, [west, { rings: [box(119.01, 48, 119.02, 48.02)] }]);
  expect((await repair(client, plan, { all: true })).body.type).toBe(slug('nothing-to-repair'));
  expect((await repair(client, plan, { problems: [7] })).body.type).toBe(slug('problem-not-found'));
  expect((await repair(client, plan, { problems: [1], revision: 1 })).body.type).toBe(slug('plan-changed'));
});

test('refuses a way of repair that the problem has not', async () => {
  const client = await signedIn();
  const noded: LonLat[] = [
    [119, 48],
    [119.01, 48],
    [119.01, 48.015],
    [119.01, 48.02],
    [119, 48.02],
    [119, 48],
  ];
  const plan = await makeDraft(client, [{ rings: [noded] }, { rings: [box(119.01, 48, 119.02, 48.015)] }]);
  for (const choice of ['enclave', 999_999])
    expect((await repair(client, plan, { problems: [1], choice })).body.type).toBe(
      slug('choice-not-possible'),
    );
  expect(await kinds(client, plan)).toEqual(['gap']);
});

/** What is said of a run when it is as wanted, or has ended. */
async function until(
  client: Client,
  job: number,
  wanted: (body: { state: string; progress: number }) => boolean,
) {
  for (;;) {
    const { body } = await client.get(`/api/jobs/${job}`);
    if (wanted(body) || body.state !== 'running') return body;
  }
}
const begun = ({ progress }: { progress: number }) => progress > 0;
const ended = ({ state }: { state: string }) => state !== 'running';

/** Squares of so many a side, with every fourth left out inside. */
function withGaps(side: number): Sent[] {
  return Array.from({ length: side * side }, (_, place): Sent & { x: number; y: number } => {
    const [x, y] = [place % side, Math.floor(place / side)];
    return { x, y, rings: [box(119 + x / 100, 48 + y / 100, 119 + (x + 1) / 100, 48 + (y + 1) / 100)] };
  }).filter(({ x, y }) => x % 2 === 0 || y % 2 === 0);
}

test('splits many gaps as a run that locks nobody out, tells how far it is, and can be cancelled', async () => {
  const client = await signedIn();
  const side = 17;
  const plan = await makeDraft(client, withGaps(side), [box(119, 48, 119 + side / 100, 48 + side / 100)]);
  const gaps = Array.from({ length: 64 }, () => 'gap');
  expect(await kinds(client, plan)).toEqual(gaps);
  const start = async (body: object = {}) => {
    const answer = await repair(client, plan, {
      all: true,
      kind: 'gap',
      choice: 'split',
      job: true,
      ...body,
    });
    expect([answer.status, Object.keys(answer.body)]).toEqual([202, ['job']]);
    return answer.body.job as number;
  };
  const cancelled = await start();
  const meanwhile = await until(client, cancelled, begun);
  expect(meanwhile).toMatchObject({ state: 'running', result: null });
  expect(meanwhile.progress).toBeLessThan(1);
  await client.delete(`/api/jobs/${cancelled}`);
  expect(await until(client, cancelled, ended)).toMatchObject({ state: 'cancelled', result: null });
  expect(await kinds(client, plan)).toEqual(gaps);

  const overtaken = await start();
  await until(client, overtaken, begun);
  const [cell] = (await client.get(`/api/plans/${plan}/cells?limit=1`)).body.features;
  const { revision } = (await client.get(`/api/plans/${plan}`)).body;
  const edit = { kind: 'set', revision, cells: [cell.id], set: { name: '甲' } };
  expect((await client.post(`/api/plans/${plan}/edits`, edit)).status).toBe(200);
  // The cell is one of those that the repair changes: it is worked out once more, with its new name.
  expect(await until(client, overtaken, ended)).toMatchObject({ state: 'done', result: { caused: [] } });
  expect(await kinds(client, plan)).toEqual([]);
  const named = (await client.get(`/api/plans/${plan}/cells`)).body.features;
  expect(
    named.filter(({ properties }: { properties: { name: string } }) => properties.name === '甲'),
  ).toHaveLength(1);
  await client.post(`/api/plans/${plan}/undo`, {});
  expect(await kinds(client, plan)).toEqual(gaps);

  const previewed = await until(client, await start({ preview: true }), ended);
  expect(previewed.result.cured).toHaveLength(gaps.length);
  expect(await kinds(client, plan)).toEqual(gaps);
  const done = await until(client, await start(), ended);
  expect(done).toMatchObject({
    state: 'done',
    progress: 1,
    result: { caused: [], edit: { kind: 'repair' } },
  });
  expect(await kinds(client, plan)).toEqual([]);
  await client.post(`/api/plans/${plan}/undo`, {});
  expect(await kinds(client, plan)).toEqual(gaps);
});

// The embedded database answers nobody while it stores, so that such a short run is over before it can be cancelled.
test.skipIf(isEmbedded)(
  'repairs everything in a plan that is its own scope as a run that tells how far it is, and can be cancelled',
  async () => {
    const client = await signedIn();
    const { body: plan } = await client.post('/api/plans', {
      name: '方案',
      layer: 'community',
      scopeAreaId: null,
    });
    const squares = withGaps(37).map(({ rings }, index) => ({
      index,
      geometry: polygon(...rings),
      properties: { code: `150724${String(index).padStart(9, '0')}` },
    }));
    await insertOutlines(db, plan.id, squares, { clean: false });
    const errors = async () => (await client.get(`/api/plans/${plan.id}/problems?limit=1`)).body.errors;
    const before = await errors();
    expect(before).toBeGreaterThan(300);
    const start = async () => (await repair(client, plan.id, { all: true, job: true })).body.job;

    // Once the repairs are worked out, and once while they are stored.
    for (const least of [0, 0.5]) {
      const cancelled = await start();
      const meanwhile = await until(client, cancelled, ({ progress }) => progress > least);
      expect(meanwhile).toMatchObject({ state: 'running', result: null });
      expect(meanwhile.progress).toBeLessThan(1);
      await client.delete(`/api/jobs/${cancelled}`);
      expect(await until(client, cancelled, ended)).toMatchObject({ state: 'cancelled', result: null });
      expect(await errors()).toBe(before);
    }
    expect(await until(client, await start(), ended)).toMatchObject({ state: 'done', progress: 1 });
    expect(await errors()).toBe(0);
  },
);

test('a problem that is still the same is repaired after others changed other cells', async () => {
  const one = await signedIn();
  const server = await startServer(db);
  const { token, username } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  const other = server.withToken(token);
  // Two gaps far from each other, each between a pair of cells.
  const pairs = [119, 119.05].flatMap((west) => [
    { rings: [box(west, 48, west + 0.02, 48.02), box(west + 0.005, 48.005, west + 0.01, 48.01)] },
    { rings: [box(west + 0.02, 48, west + 0.04, 48.02)] },
  ]);
  const { body: made } = await one.post('/api/plans', {
    name: '方案',
    layer: 'community',
    scopeAreaId: null,
  });
  const plan: number = made.id;
  await insertOutlines(
    db,
    plan,
    pairs.map(({ rings }, index) => ({ index, geometry: polygon(...rings), properties: {} })),
    { clean: false },
  );
  const read = async () => {
    const { revision } = (await one.get(`/api/plans/${plan}`)).body;
    const { features } = (await one.get(`/api/plans/${plan}/problems?kind=gap`)).body;
    return {
      revision,
      keys: features.map(({ properties }: { properties: { key: string } }) => properties.key),
    };
  };
  const { features: cells } = (await one.get(`/api/plans/${plan}/cells`)).body;
  const edit = async (cell: number, name: string) => {
    const { revision } = (await other.get(`/api/plans/${plan}`)).body;
    const answer = await other.post(`/api/plans/${plan}/edits`, {
      kind: 'set',
      revision,
      cells: [cell],
      set: { name },
    });
    expect(answer.status).toBe(200);
  };
  const seen = await read();
  expect(seen.keys).toHaveLength(2);
  const [east, west] = [
    { problems: [seen.keys[1]], revision: seen.revision },
    { problems: [seen.keys[0]], revision: seen.revision },
  ];
  // The other gap is filled by somebody else, so that ids count otherwise now.
  expect((await repair(other, plan, west)).status).toBe(200);
  await edit(cells[1].id, '甲区');
  for (const job of [false, true]) {
    const { body } = await repair(one, plan, { ...east, preview: true, job });
    let answer = body;
    for (let state = 'running'; job && state === 'running'; ) {
      const { body: run } = await one.get(`/api/jobs/${body.job}`);
      [state, answer] = [run.state, run.result];
    }
    expect([answer.cured.length, answer.caused]).toEqual([1, []]);
  }
  // By id it cannot be told, and what is not there any more cannot be repaired; who was first is said.
  for (const request of [{ ...east, problems: [2] }, west]) {
    const { status, body } = await repair(one, plan, request);
    expect([status, body.type]).toEqual([409, slug('plan-changed')]);
    expect(body.edits.map(({ kind, by }: { kind: string; by: string }) => [kind, by])).toEqual([
      ['repair', username],
      ['set', username],
    ]);
  }
  // The cell that the gap is given to is somebody else's work now.
  await edit(cells[2].id, '乙区');
  const conflict = await repair(one, plan, east);
  expect([conflict.status, conflict.body.type]).toEqual([409, slug('edit-conflict')]);
  expect(conflict.body.conflicts.map(({ cell }: { cell: number }) => cell)).toEqual([cells[2].id]);
  const { revision } = await read();
  expect((await repair(one, plan, { ...east, revision })).status).toBe(200);
  expect((await read()).keys).toEqual([]);
});

test('to repair one problem leaves the cells of the others alone', async () => {
  const client = await signedIn();
  // Three pairs that overlap, a column each; a border of each pair is crossed by the outline of the next.
  const pairs = [0, 1, 2].flatMap((column) => {
    const west = 119 + column * 0.02;
    return [
      { rings: [box(west, 48, west + 0.0205, 48.0102)] },
      { rings: [box(west, 48.01, west + 0.02, 48.02)] },
    ];
  });
  const { body } = await client.post('/api/plans', { name: '方案', layer: 'community', scopeAreaId: null });
  const codes = pairs.map((_, index) => `15072400000000${index + 1}`);
  const outlines = pairs.map(({ rings }, index) => ({
    index,
    geometry: polygon(...rings),
    properties: { code: codes[index] },
  }));
  await insertOutlines(db, body.id, outlines, { clean: false });
  type Cell = { id: number; geometry: object; properties: { code: string } };
  const cellsNow = async () =>
    new Map<string, Cell>(
      (await client.get(`/api/plans/${body.id}/cells`)).body.features.map((cell: Cell) => [
        cell.properties.code,
        cell,
      ]),
    );
  const before = await cellsNow();
  const { features } = (await client.get(`/api/plans/${body.id}/problems`)).body;
  const pairOf = (ids: number[]) => codes.filter((code) => ids.includes(before.get(code)?.id ?? 0));
  const wanted = features.find(
    ({ properties }: { properties: { kind: string; cells: number[] } }) =>
      properties.kind === 'overlap' && pairOf(properties.cells).join() === codes.slice(0, 2).join(),
  );
  const { body: answer } = await repair(client, body.id, { problems: [wanted.id] });
  const after = await cellsNow();
  expect(answer.caused.map(({ properties }: { properties: object }) => properties)).toEqual([]);
  expect(answer.cured.length).toBeGreaterThan(0);
  // The third pair touches nothing that has changed, and has not even a vertex more.
  const outlinesOf = (cells: Map<string, Cell>) => codes.slice(4).map((code) => cells.get(code)?.geometry);
  expect(outlinesOf(after)).toEqual(outlinesOf(before));
  expect(after.size).toBe(before.size);
  // What overlapped before overlaps again.
  expect((await client.post(`/api/plans/${body.id}/undo`, {})).status).toBe(200);
  expect(await cellsNow()).toEqual(before);
  expect((await client.post(`/api/plans/${body.id}/redo`, {})).status).toBe(200);
  expect(await cellsNow()).toEqual(after);
});

test('to repair one gap leaves alone those that only lie within its bounds', async () => {
  const client = await signedIn();
  // A gap in the form of an L around a cell, and a small one inside that cell.
  const inner = box(119.012, 48.012, 119.014, 48.014);
  const plan = await makeDraft(client, [
    { rings: [box(119, 48, 119.02, 48.002)] },
    { rings: [box(119, 48.002, 119.002, 48.02)] },
    { rings: [box(119.004, 48.004, 119.02, 48.02), inner] },
  ]);
  const gaps = async () => (await kinds(client, plan)).filter((kind) => kind === 'gap');
  expect(await gaps()).toEqual(['gap', 'gap']);
  const { features } = (await client.get(`/api/plans/${plan}/problems`)).body;
  const around = features.find(
    ({ properties }: { properties: { areaSquareMetres: number } }) => properties.areaSquareMetres > 1e5,
  );
  const { body } = await repair(client, plan, { problems: [around.id], choice: 'cell' });
  expect(body.caused).toEqual([]);
  expect(await gaps()).toEqual(['gap']);
});

test('a gap thinner than any tolerance is told as cured in the preview, too', async () => {
  const client = await signedIn();
  const thin = 119.01 - 2e-7;
  const notched: LonLat[] = [
    [119, 48],
    [119.01, 48],
    [119.01, 48.005],
    [thin, 48.005],
    [thin, 48.015],
    [119.01, 48.015],
    [119.01, 48.02],
    [119, 48.02],
    [119, 48],
  ];
  const straight: LonLat[] = [
    [119.01, 48],
    [119.02, 48],
    [119.02, 48.02],
    [119.01, 48.02],
    [119.01, 48.015],
    [119.01, 48.005],
    [119.01, 48],
  ];
  const plan = await makeDraft(client, [{ rings: [notched] }, { rings: [straight] }]);
  expect(await kinds(client, plan)).toEqual(['gap']);
  const preview = await repair(client, plan, { problems: [1], preview: true });
  const kindsOf = (findings: { properties: { kind: string } }[]) =>
    findings.map(({ properties }) => properties.kind);
  expect([kindsOf(preview.body.cured), preview.body.caused]).toEqual([['gap'], []]);
  const { body } = await repair(client, plan, { problems: [1] });
  expect([kindsOf(body.cured), body.caused]).toEqual([['gap'], []]);
  expect(await kinds(client, plan)).toEqual([]);
});

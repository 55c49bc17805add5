import { createServer } from 'node:http';
import type { Knex } from 'knex';
import pino from 'pino';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { seededRandom } from '../server/demo/random.ts';
import type { CellFeature } from '../server/plans/plan.ts';
import { insertPlan } from '../server/plans/store.ts';
import { makeAccount } from '../test/support/accounts.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';
import { makeWigglyPlan } from './wiggly-plan.ts';

const sorted = (values: readonly number[]) => [...values].sort((a, b) => a - b);
const p95 = (values: readonly number[]) => sorted(values)[Math.floor(values.length * 0.95)] ?? 0;
const median = (values: readonly number[]) => sorted(values)[values.length >> 1] ?? 0;

const editsEach = 120;
const warmUp = 20;

/** Edits of two drafts over HTTP, of 200 cells and of 20,000: junctions moved, cells split, halves merged again. */
await withDatabase(async ({ db }) => {
  const small = await makeDraft(db, 14);
  const large = await makeDraft(db, 142);
  await db.raw('analyze');
  const server = await serve(db);
  try {
    // In turns, so that neither has the quicker minutes of the machine.
    const times = { small: [] as number[], large: [] as number[] };
    for (let round = 0; round < 6; round++) {
      times.small.push(...(await editDraft(server, small, round)));
      times.large.push(...(await editDraft(server, large, round)));
    }
    const [p95Small, p95Large] = [p95(times.small), p95(times.large)];
    report({
      name: 'one edit of a plan of 20,164 cells, request to answer with its proof, 95th percentile',
      value: p95Large,
      unit: 'ms',
      baseline: 150,
      baselineOf: `the limit (median ${median(times.large).toFixed(1)} ms)`,
      atMost: 1,
    });
    report({
      name: 'the same beside a plan of 196 cells',
      value: p95Large,
      unit: 'ms',
      baseline: p95Small,
      baselineOf: `196 cells (median ${median(times.small).toFixed(1)} ms)`,
      atMost: 1.5,
    });
  } finally {
    server.close();
  }
});

async function makeDraft(db: Knex, across: number): Promise<number> {
  const published = await makeWigglyPlan(db, across);
  const draft = await insertPlan(db, { name: `draft ${across}`, layer: 'community', scopeAreaId: null });
  await db.raw(
    `insert into plan_cells (plan_id, cell_id, geometry, code, name)
     select :draft, cell_id, geometry, code, name from plan_cells where plan_id = :published`,
    { draft, published },
  );
  return draft;
}

type Server = { ask: (method: string, path: string, body?: object) => Promise<unknown>; close: () => void };

async function serve(db: Knex): Promise<Server> {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  const app = createApp({ db, config: readConfig({}), log: pino({ level: 'silent' }) });
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || !address) throw new Error('The server has no port.');
  const url = `http://127.0.0.1:${address.port}`;
  return {
    ask: async (method, path, body) => {
      const answer = await fetch(url + path, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body && { body: JSON.stringify(body) }),
      });
      const answered = await answer.json();
      if (!answer.ok)
        throw new Error(`${path} answered ${answer.status}: ${JSON.stringify(answered).slice(0, 300)}`);
      return answered;
    },
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function editDraft({ ask }: Server, plan: number, round: number): Promise<number[]> {
  const random = seededRandom(round + 1);
  const times: number[] = [];
  const { features } = (await ask('get', `/api/plans/${plan}/cells?limit=10000`)) as {
    features: CellFeature[];
  };
  let { revision } = (await ask('get', `/api/plans/${plan}`)) as { revision: number };
  const timed = async (body: object) => {
    const startedAt = performance.now();
    const answer = (await ask('post', `/api/plans/${plan}/edits`, { revision, ...body })) as {
      revision: number;
      changed: CellFeature[];
      removed: number[];
    };
    times.push(performance.now() - startedAt);
    revision = answer.revision;
    return answer;
  };
  const gone = new Set<number>();
  for (let count = 0; count < editsEach / 6 + (round === 0 ? warmUp : 0); count += 3) {
    const cell = features[Math.floor(random.next() * features.length)];
    const ring = cell?.geometry.coordinates[0] as [number, number][] | undefined;
    if (!cell || !ring || gone.has(cell.id)) continue;
    const [west, east] = [Math.min(...ring.map(([x]) => x)), Math.max(...ring.map(([x]) => x))];
    const middle = (Math.min(...ring.map(([, y]) => y)) + Math.max(...ring.map(([, y]) => y))) / 2;
    const line = {
      type: 'LineString',
      coordinates: [
        [west - 1e-4, middle],
        [east + 1e-4, middle + 1e-5],
      ],
    };
    const halves = await timed({ kind: 'split', cells: [cell.id], line });
    const parts = halves.changed.filter(
      ({ properties }) => properties.areaSquareMetres < cell.properties.areaSquareMetres * 0.9,
    );
    const merged = await timed({ kind: 'merge', cells: parts.map(({ id }) => id) });
    const at = merged.changed[0]?.geometry.coordinates[0]?.[3] as [number, number] | undefined;
    if (at) await timed({ kind: 'reshape', moves: [{ from: at, to: [at[0] + 2e-6, at[1] + 1e-6] }] });
    // What lies around was loaded before and is not any more what it was.
    for (const feature of features) if (touches(feature, west, east, middle)) gone.add(feature.id);
  }
  return round === 0 ? times.slice(warmUp) : times;
}

function touches({ geometry }: CellFeature, west: number, east: number, middle: number): boolean {
  const [x = 0, y = 0] = (geometry.coordinates[0]?.[0] ?? []) as number[];
  return x > west - 0.03 && x < east + 0.03 && Math.abs(y - middle) < 0.03;
}

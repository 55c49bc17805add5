import { performance } from 'node:perf_hooks';
import type { Knex } from 'knex';
import { everywhere } from '../server/access/scope.ts';
import type { Step } from '../server/assignments/assign-many.ts';
import { assignBatch } from '../server/assignments/batch.ts';
import { transfer } from '../server/assignments/transfer.ts';
import { undoChange } from '../server/assignments/undo.ts';
import { makeAccount } from '../test/support/accounts.ts';
import { withDatabase } from './database.ts';
import { median, report } from './figure.ts';
import { makeWigglyPlan } from './wiggly-plan.ts';

const cellCount = 1_000;
const personCount = 3;
const rounds = 5;

await withDatabase(async ({ db }) => {
  const planId = await makeWigglyPlan(db, 60);
  const cellIds: number[] = await db('plan_cells')
    .where({ plan_id: planId })
    .orderBy('cell_id')
    .limit(cellCount)
    .pluck('cell_id');
  const personIds = await makePeople(db);
  const { accountId } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const telling = { language: 'zh', timeZone: 'Asia/Shanghai' } as const;
  const step: Step = { scope: everywhere, accountId, mode: 'refuse', telling };
  const wanted = { personIds, cellIds, planId, conflicts: 'refuse' as const };
  const entering: number[] = [];
  const ending: number[] = [];
  const undoing: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const from = new Date(Date.UTC(2099, 0, 1 + round));
    const role = `role ${round}`;
    const made = await timed(entering, () => assignBatch(db, step, { ...wanted, role, from }));
    const ends = made.ids.map((assignmentId) => ({ assignmentId, at: from, places: [] }));
    const ended = await timed(ending, () => transfer(db, step, 'end', ends));
    await timed(undoing, () => undoChange(db, step, ended.change));
    await timed(bare, () => insertBare(db, personIds, cellIds, `bare ${round}`));
  }
  const baseline = median(bare);
  const baselineOf = 'the same rows by one bare insert … select, nothing checked but the constraints';
  const told = { unit: 'ms', baseline, baselineOf };
  const what = `${cellCount} cells × ${personCount} people`;
  report({ name: `assign ${what} in one request`, value: median(entering), ...told });
  report({ name: `end ${what} in one request`, value: median(ending), ...told });
  report({ name: `take back the end of ${what}`, value: median(undoing), ...told });
});

async function makePeople(db: Knex): Promise<number[]> {
  const people = Array.from({ length: personCount }, (_, index) => ({
    number: `bench-${index}`,
    name: `bench ${index}`,
    kind: 'officer',
  }));
  const rows = await db('people').insert(people).returning('id');
  return rows.map(({ id }) => id);
}

async function insertBare(db: Knex, personIds: number[], cellIds: number[], role: string): Promise<void> {
  await db.raw(
    `insert into assignments (person_id, cell_id, role, period)
     select person_id, cell_id, :role, tstzrange('2099-01-01', null)
     from unnest(cast(:personIds as bigint[])) person_id cross join unnest(cast(:cellIds as bigint[])) cell_id`,
    { personIds, cellIds, role },
  );
}

async function timed<T>(times: number[], work: () => Promise<T>): Promise<T> {
  const start = performance.now();
  const result = await work();
  times.push(performance.now() - start);
  return result;
}

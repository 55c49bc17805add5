import type { Knex } from 'knex';
import { provePlan } from '../server/plans/proof/prove.ts';
import { withDatabase } from './database.ts';
import { withEmbedded } from './embedded.ts';
import { median, report } from './figure.ts';
import { makeWigglyPlan } from './wiggly-plan.ts';

const across = 317;
/** Proofs of which the median counts: a server proves plans all day, and the first one finds nothing compiled. */
const rounds = 5;

/** The proof of a plan of 100,489 cells against what PostGIS takes to find overlaps and what of the scope is missing. */
await withDatabase(async ({ db }) => {
  const planId = await makeScopedPlan(db);
  const ours = await proved(db, planId);
  const database = await elapsed(() => joined(db, planId));
  report({
    name: `proof of a plan of ${across ** 2} cells`,
    value: ours,
    unit: 'ms',
    baseline: database,
    baselineOf: 'the self-join with ST_Overlaps and the scope less the union of all cells, in PostGIS',
    atMost: 1 / 20,
  });
});

await withEmbedded(async (db) => {
  const planId = await makeScopedPlan(db);
  const ours = await proved(db, planId);
  const engine = await elapsed(() =>
    db.raw(
      `select count(*) from (
         select st_coverageinvalidedges(cells.geometry) over () as wrong
         from plan_cells join cells on cells.id = plan_cells.cell_id where plan_cells.plan_id = :planId) checked
       where wrong is not null`,
      { planId },
    ),
  );
  report({
    name: `proof of the same plan on the embedded database`,
    value: ours,
    unit: 'ms',
    baseline: engine,
    baselineOf: 'ST_CoverageInvalidEdges of its PostGIS',
    atMost: 1 / 2,
  });
});

/** The wiggly plan over an area that is its outline. */
async function makeScopedPlan(db: Knex): Promise<number> {
  const planId = await makeWigglyPlan(db, across);
  const { rows } = await db.raw(
    `insert into areas (kind, name, geometry, interior_point, area_square_metres)
     select 'district', 'bench', st_multi(shape), st_pointonsurface(shape), st_area(shape::geography)
     from (select st_union(cells.geometry) as shape from plan_cells join cells on cells.id = cell_id where plan_id = :planId) united
     returning id`,
    { planId },
  );
  await db('plans').where({ id: planId }).update({ scope_area_id: rows[0].id });
  await db('plan_cells').where({ plan_id: planId }).update({ owner_area_id: rows[0].id });
  await db.raw('analyze');
  return planId;
}

/** The median of proofs from nothing, each of a revision that nobody has asked about. */
async function proved(db: Knex, planId: number): Promise<number> {
  const { revision, scope_area_id: scopeAreaId } = await db('plans').where({ id: planId }).first();
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    let findings = 0;
    const time = await elapsed(async () => {
      const found = await provePlan(db, { id: planId, revision: revision + round, scopeAreaId });
      findings = found.filter(
        ({ kind }) => kind === 'gap' || kind === 'overlap' || kind === 'outside-scope',
      ).length;
    });
    if (findings > 0) throw new Error(`the plan that is to be clean has ${findings} findings`);
    times.push(time);
  }
  console.log(`  proofs one after the other: ${times.map(Math.round).join(', ')} ms`);
  return median(times);
}

async function joined(db: Knex, planId: number): Promise<void> {
  await db.raw(
    `select count(*) from plan_cells a join cells one on one.id = a.cell_id
     join cells other on other.geometry && one.geometry and other.id > one.id
     join plan_cells b on b.cell_id = other.id and b.plan_id = a.plan_id
     where a.plan_id = :planId and st_overlaps(one.geometry, other.geometry)`,
    { planId },
  );
  await db.raw(
    `select st_area(st_difference(areas.geometry,
       (select st_union(cells.geometry) from plan_cells join cells on cells.id = cell_id where plan_id = :planId)))
     from areas join plans on plans.scope_area_id = areas.id where plans.id = :planId`,
    { planId },
  );
}

async function elapsed(work: () => unknown): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

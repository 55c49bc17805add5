import type { Knex } from 'knex';
import { everywhere } from '../server/access/scope.ts';
import { crosswalkOf } from '../server/plans/crosswalk/list.ts';
import { differenceFeaturesOf } from '../server/plans/versions/list.ts';
import { withDatabase } from './database.ts';
import { report } from './figure.ts';
import { cellsAcross, makeWigglyPlan } from './wiggly-plan.ts';

const caller = {
  accountId: 0,
  username: '',
  displayName: '',
  personId: null,
  grants: [],
  tokenId: 0,
};
const page = { limit: 100 };

await withDatabase(async ({ db }) => {
  const planId = await makeWigglyPlan(db);
  const changed = await copyPlan(db, planId, 'community', 100);
  const police = await copyPlan(db, planId, 'police', 0);
  const cells = cellsAcross ** 2;
  const asked = { id: planId, leastShare: 0.05 };
  report({
    name: `difference of two plans of ${cells} cells, 100 of them merged in pairs`,
    value: await elapsed(() =>
      differenceFeaturesOf(db, caller, everywhere, { ...asked, other: changed }, page),
    ),
    unit: 'ms',
    baseline: await elapsed(() => joinPlans(db, planId, changed, true)),
    baselineOf: 'ST_Intersection of the changed cells that meet, asked directly',
  });
  report({
    name: `crosswalk of two layers of ${cells} cells with the same borders`,
    value: await elapsed(() => crosswalkOf(db, everywhere, { ...asked, other: police }, page)),
    unit: 'ms',
    baseline: await elapsed(() => joinPlans(db, planId, police, false)),
    baselineOf: 'ST_Intersection of the cells that meet, asked directly',
    atMost: 1,
  });
});

/** The plan again; of every so many cells two neighbours become one. */
async function copyPlan(db: Knex, planId: number, layer: string, merged: number): Promise<number> {
  const [plan] = await db('plans').insert({ name: 'bench copy', layer }).returning('id');
  await db.raw(
    `insert into plan_cells (plan_id, cell_id, code, name)
     select :id, cell_id, code, name from plan_cells where plan_id = :planId`,
    { id: plan.id, planId },
  );
  await db.raw(
    `with pair as (
       select one.cell_id as one, other.cell_id as other, st_union(a.geometry, b.geometry) as shape, one.code
       from plan_cells one
       join plan_cells other on other.plan_id = one.plan_id and other.cell_id = one.cell_id + 1
       join cells a on a.id = one.cell_id join cells b on b.id = other.cell_id
       where one.plan_id = :id and one.cell_id % 200 = 1 and st_relate(a.geometry, b.geometry, '****1****') limit :pairs
     ), gone as (
       delete from plan_cells where plan_id = :id and cell_id in (select one from pair union all select other from pair)
     ), made as (
       insert into cells (outline_key, geometry, interior_point, area_square_metres)
       select sha256(st_asbinary(shape)), shape, st_pointonsurface(shape), st_area(shape::geography) from pair
       returning id
     )
     insert into plan_cells (plan_id, cell_id, code, name) select :id, id, 'merged ' || id, '' from made`,
    { id: plan.id, pairs: merged / 2 },
  );
  return plan.id;
}

async function joinPlans(db: Knex, one: number, other: number, isChangedOnly: boolean): Promise<void> {
  await db.raw(
    `select a.cell_id, b.cell_id, st_area(st_intersection(ca.geometry, cb.geometry)::geography)
     from plan_cells a join cells ca on ca.id = a.cell_id
     join cells cb on cb.geometry && ca.geometry
     join plan_cells b on b.cell_id = cb.id and b.plan_id = :other
     where a.plan_id = :one and st_intersects(ca.geometry, cb.geometry)
       and (not :isChangedOnly or (
         a.cell_id not in (select cell_id from plan_cells where plan_id = :other)
         and b.cell_id not in (select cell_id from plan_cells where plan_id = :one)))`,
    { one, other, isChangedOnly },
  );
}

async function elapsed(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

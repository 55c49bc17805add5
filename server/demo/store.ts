import type { Knex } from 'knex';

export type Demonstration = { finishedAt: Date | null };

/** The demonstration that this database holds, or was to hold. */
export async function findDemonstration(db: Knex): Promise<Demonstration | undefined> {
  const row = await db('demonstrations').first('finished_at');
  return row && { finishedAt: row.finished_at };
}

/** True where nobody has entered anything yet. */
export async function isUntouched(db: Knex): Promise<boolean> {
  const { rows } = await db.raw(
    `select not (exists (select from accounts) or exists (select from areas) or exists (select from people)
       or exists (select from devices) or exists (select from plans)) as untouched`,
  );
  return rows[0].untouched;
}

export async function beginDemonstration(db: Knex): Promise<void> {
  await db('demonstrations').insert({});
}

export async function finishDemonstration(db: Knex): Promise<void> {
  await db('demonstrations').update({ finished_at: db.fn.now() });
}

/** Empties the database of a demonstration that was not finished; nothing was served from it yet. */
export async function discardDemonstration(db: Knex): Promise<void> {
  const { rows } = await db.raw(
    `select string_agg(format('%I', tablename), ', ') as names from pg_tables
     where schemaname = 'public' and tablename not in ('migrations', 'revisions', 'spatial_ref_sys')`,
  );
  await db.raw(`truncate ${rows[0].names} cascade`);
  await db('revisions').increment('revision', 1);
}

/** Says what the cells of the demonstration's draft are used for. */
export async function setUsages(
  db: Knex,
  planId: number,
  usages: ReadonlyMap<number, string>,
): Promise<void> {
  await db.raw(
    `update plan_cells set usage = given.usage
     from unnest(cast(:cells as bigint[]), cast(:usages as text[])) as given (cell_id, usage)
     where plan_cells.plan_id = :planId and plan_cells.cell_id = given.cell_id`,
    { planId, cells: [...usages.keys()], usages: [...usages.values()] },
  );
}

import type { Knex } from 'knex';
import type { RuleInput } from './rule.ts';

/** Stores a rule that holds inside the given areas (null: everywhere) and returns its id; it may replace another. */
export async function insertRule(
  db: Knex,
  { name, kind, selects, requires, to }: RuleInput,
  from: Date,
  scopeAreaIds: readonly number[] | null,
  replacesId: number | null = null,
): Promise<number> {
  const { rows } = await db.raw(
    `insert into rules (name, kind, selects, requires, period, scope_area_ids, replaces_id)
     values (:name, :kind, :selects::jsonb, :requires::jsonb, tstzrange(:from, :to), :scopeAreaIds::bigint[],
       :replacesId)
     returning id`,
    {
      name,
      kind,
      selects: JSON.stringify(selects),
      requires: JSON.stringify(requires),
      from,
      to: to ?? null,
      scopeAreaIds,
      replacesId,
    },
  );
  return rows[0].id;
}

/** Holds a rule until the transaction ends and says when it ends; undefined where it is gone by now. */
export async function lockRule(trx: Knex, id: number): Promise<{ to: Date | null } | undefined> {
  const { rows } = await trx.raw('select upper(period) as "to" from rules where id = :id for update', { id });
  return rows[0];
}

export async function renameRule(db: Knex, id: number, name: string): Promise<void> {
  await db('rules').where({ id }).update({ name });
}

/** Sets the end of a rule; null takes it away. */
export async function endRule(db: Knex, id: number, to: Date | null): Promise<void> {
  await db.raw('update rules set period = tstzrange(lower(period), :to::timestamptz) where id = :id', {
    id,
    to,
  });
}

/** For a rule that nothing was ever judged by. */
export async function deleteRule(db: Knex, id: number): Promise<void> {
  await db('rules').where({ id }).delete();
}

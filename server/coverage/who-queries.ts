import { createHash } from 'node:crypto';
import type { Knex } from 'knex';
import type { PatrolRule } from '../rules/rule.ts';
import type { Interval } from './interval.ts';

/** Whether somebody's presence at an instant counts for a rule. */
export type Counts = (personId: number, at: number) => boolean;

/** Whose presence counts for each rule; the mark changes with anybody of them. */
export type WhoCounts = { countsFor: (rule: PatrolRule) => Counts; mark: string };

const anybody: Counts = () => true;

/** Who counts for rules that ask for people of a kind, or who are assigned somewhere in a role at the time. */
export async function whoCounts(
  db: Knex,
  rules: readonly PatrolRule[],
  [from, to]: Interval,
): Promise<WhoCounts> {
  const [kinds, roles] = [wordsOf(rules, 'kind'), wordsOf(rules, 'role')];
  const [kindRows, roleRows] = await Promise.all([
    kinds.length === 0 ? [] : peopleOfKinds(db, kinds),
    roles.length === 0 ? [] : peopleInRoles(db, roles, [from, to]),
  ]);
  const ofKind = new Map(kindRows.map(({ kind, ids }) => [kind, new Set(ids)]));
  const inRole = byRole(roleRows);
  const countsFor: WhoCounts['countsFor'] = ({ requires }) => {
    const { kind, role } = { kind: undefined, role: undefined, ...requires };
    if (kind === undefined && role === undefined) return anybody;
    return (personId, at) =>
      (kind === undefined || (ofKind.get(kind)?.has(personId) ?? false)) &&
      (role === undefined ||
        (inRole
          .get(role)
          ?.get(personId)
          ?.some(([begun, ended]) => begun <= at && at < ended) ??
          false));
  };
  const hash = createHash('sha256').update(JSON.stringify([kindRows, roleRows]));
  return { countsFor, mark: hash.digest('base64') };
}

function wordsOf(rules: readonly PatrolRule[], field: 'kind' | 'role'): string[] {
  return [
    ...new Set(
      rules.flatMap(({ requires }) =>
        'kind' in requires || 'role' in requires ? (requires[field] ?? []) : [],
      ),
    ),
  ];
}

type OfKind = { kind: string; ids: number[] };

async function peopleOfKinds(db: Knex, kinds: readonly string[]): Promise<OfKind[]> {
  const { rows } = await db.raw(
    'select kind, json_agg(id order by id) as ids from people where kind = any(:kinds) group by kind order by kind',
    { kinds: [...kinds] },
  );
  return rows;
}

type InRole = { role: string; personId: number; periods: [begun: number, ended: number | null][] };

async function peopleInRoles(db: Knex, roles: readonly string[], [from, to]: Interval): Promise<InRole[]> {
  const { rows } = await db.raw(
    `select role, person_id as "personId", json_agg(json_build_array(extract(epoch from lower(period)) * 1000,
       extract(epoch from upper(period)) * 1000) order by period) as periods
     from assignments where role = any(:roles) and period && tstzrange(:from, :to)
     group by role, person_id order by role, person_id`,
    { roles: [...roles], from: new Date(Math.max(from, 0)), to: new Date(to) },
  );
  return rows;
}

function byRole(rows: readonly InRole[]): Map<string, Map<number, Interval[]>> {
  const found = new Map<string, Map<number, Interval[]>>();
  for (const { role, personId, periods } of rows) {
    const people = found.get(role) ?? new Map<number, Interval[]>();
    people.set(
      personId,
      periods.map(([begun, ended]): Interval => [begun, ended ?? Number.POSITIVE_INFINITY]),
    );
    found.set(role, people);
  }
  return found;
}

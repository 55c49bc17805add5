import type { Knex } from 'knex';
import type { PatrolRule } from '../rules/rule.ts';
import type { Interval } from './interval.ts';

/** Whether somebody's presence at an instant counts for a rule. */
export type Counts = (personId: number, at: number) => boolean;

const anybody: Counts = () => true;

/** Who counts for rules that ask for people of a kind, or who are assigned somewhere in a role at the time. */
export async function whoCounts(
  db: Knex,
  rules: readonly PatrolRule[],
  [from, to]: Interval,
): Promise<(rule: PatrolRule) => Counts> {
  const [kinds, roles] = [wordsOf(rules, 'kind'), wordsOf(rules, 'role')];
  const [ofKind, inRole] = await Promise.all([
    kinds.length === 0 ? new Map<string, Set<number>>() : peopleOfKinds(db, kinds),
    roles.length === 0 ? new Map<string, Map<number, Interval[]>>() : peopleInRoles(db, roles, [from, to]),
  ]);
  return ({ requires }) => {
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

async function peopleOfKinds(db: Knex, kinds: readonly string[]): Promise<Map<string, Set<number>>> {
  const { rows } = await db.raw(
    'select kind, json_agg(id) as ids from people where kind = any(:kinds) group by kind',
    { kinds: [...kinds] },
  );
  return new Map(rows.map(({ kind, ids }: { kind: string; ids: number[] }) => [kind, new Set(ids)]));
}

async function peopleInRoles(
  db: Knex,
  roles: readonly string[],
  [from, to]: Interval,
): Promise<Map<string, Map<number, Interval[]>>> {
  const { rows } = await db.raw(
    `select role, person_id as "personId", json_agg(json_build_array(extract(epoch from lower(period)) * 1000,
       extract(epoch from upper(period)) * 1000)) as periods
     from assignments where role = any(:roles) and period && tstzrange(:from, :to) group by role, person_id`,
    { roles: [...roles], from: new Date(Math.max(from, 0)), to: new Date(to) },
  );
  const found = new Map<string, Map<number, Interval[]>>();
  for (const { role, personId, periods } of rows) {
    const people = found.get(role) ?? new Map<number, Interval[]>();
    people.set(
      personId,
      periods.map(
        ([begun, ended]: [number, number | null]): Interval => [begun, ended ?? Number.POSITIVE_INFINITY],
      ),
    );
    found.set(role, people);
  }
  return found;
}

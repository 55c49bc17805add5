import type { Knex } from 'knex';
import { epochMs } from '../database/epoch.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import type { Post } from './staffing.ts';

/** An assignment with what rules ask of its person. Epoch ms; `to` is Infinity while there is no end. */
export type Assigned = Post & {
  cellId: number | null;
  areaId: number | null;
  role: string;
  kind: string;
  skills: readonly string[];
  teams: readonly { kind: string; from: number; to: number }[];
};

/**
 * The assignments that had begun by an instant, those that have ended included. They travel as columns: as rows, 30,000
 * take three times as long.
 */
export async function readAssigned(db: Knex, by: Date): Promise<Assigned[]> {
  const { rows } = await db.raw(
    `with chosen as (
       select person_id, cell_id, area_id, role, ${epochMs('lower(period)')} as from_ms, ${epochMs('upper(period)')} as to_ms
       from assignments where lower(period) <= :by
     )
     select (select json_build_array(
         coalesce(json_agg(person_id), '[]'), json_agg(cell_id), json_agg(area_id), json_agg(role), json_agg(from_ms),
         json_agg(to_ms)) from chosen) as assigned,
       (select coalesce(json_agg(json_build_array(id, kind, skills)), '[]') from people
        where id in (select person_id from chosen)) as people`,
    { by },
  );
  const { assigned, people }: Answer = rows[0];
  return assemble(assigned, people, await readTeams(db, assigned[0]));
}

export type Memberships = ReadonlyMap<number, Assigned['teams']>;

/** In which kinds of teams people were, and when. */
export async function readTeams(db: Knex, personIds: readonly number[]): Promise<Memberships> {
  if (personIds.length === 0) return new Map();
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_array(person_id, teams.kind, ${epochMs('lower(period)')},
       ${epochMs('upper(period)')})), '[]') as teams
     from team_members join teams on teams.id = team_members.team_id
     where person_id = any(:personIds)`,
    { personIds: [...new Set(personIds)] },
  );
  const teams: [personId: number, kind: string, from: number | null, to: number | null][] = rows[0].teams;
  const memberships = new Map<number, Assigned['teams'][number][]>();
  for (const [personId, kind, begun, ended] of teams) {
    const periods = memberships.get(personId) ?? [];
    periods.push({ kind, from: begun ?? Number.NEGATIVE_INFINITY, to: ended ?? Number.POSITIVE_INFINITY });
    memberships.set(personId, periods);
  }
  return memberships;
}

type Columns = [
  personIds: number[],
  cellIds: (number | null)[],
  areaIds: (number | null)[],
  roles: string[],
  from: (number | null)[],
  to: (number | null)[],
];
type Answer = {
  assigned: Columns;
  people: [id: number, kind: string, skills: string[]][];
};

function assemble(
  [personIds, cellIds, areaIds, roles, from, to]: Columns,
  people: Answer['people'],
  memberships: Memberships,
): Assigned[] {
  const known = new Map(people.map(([id, kind, skills]) => [id, { kind, skills }]));
  return personIds.map((personId, index) => ({
    personId,
    cellId: cellIds[index] ?? null,
    areaId: areaIds[index] ?? null,
    role: roles[index] ?? '',
    from: from[index] ?? Number.NEGATIVE_INFINITY,
    to: to[index] ?? Number.POSITIVE_INFINITY,
    kind: known.get(personId)?.kind ?? '',
    skills: known.get(personId)?.skills ?? [],
    teams: memberships.get(personId) ?? [],
  }));
}

/** Whether the person and the role are what a requirement asks for, teams aside. */
export function isCounting(assigned: Assigned, { kind, role, skill }: StaffingRequirement): boolean {
  return (
    (kind === undefined || assigned.kind === kind) &&
    (role === undefined || assigned.role === role) &&
    (skill === undefined || assigned.skills.includes(skill))
  );
}

/** The time in which an assignment counts for a requirement; none where the person or the role does not fit. */
export function countingPosts(assigned: Assigned, requires: StaffingRequirement): Post[] {
  if (!isCounting(assigned, requires)) return [];
  const { personId, from, to } = assigned;
  if (requires.teamKind === undefined) return [{ personId, from, to }];
  return assigned.teams
    .filter(({ kind }) => kind === requires.teamKind)
    .map((team) => ({ personId, from: Math.max(from, team.from), to: Math.min(to, team.to) }))
    .filter((post) => post.from < post.to);
}

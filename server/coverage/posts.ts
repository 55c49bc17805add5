import type { Knex } from 'knex';
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
 * The assignments that begin before `until` and, if `since` is given, end after it. They travel as columns: as rows,
 * 30,000 take three times as long.
 */
export async function readAssigned(
  db: Knex,
  { since, until }: { since: number | null; until: number },
  withTeams: boolean,
): Promise<Assigned[]> {
  const { rows } = await db.raw(
    `with chosen as (
       select person_id, cell_id, area_id, role, ${epochMs('lower(period)')} as from_ms, ${epochMs('upper(period)')} as to_ms
       from assignments
       where period && tstzrange(cast(:since as timestamptz), :until, '[]')
     )
     select (select json_build_array(
         coalesce(json_agg(person_id), '[]'), json_agg(cell_id), json_agg(area_id), json_agg(role), json_agg(from_ms),
         json_agg(to_ms)) from chosen) as assigned,
       (select coalesce(json_agg(json_build_array(id, kind, skills)), '[]') from people
        where id in (select person_id from chosen)) as people,
       (select coalesce(json_agg(json_build_array(person_id, teams.kind, ${epochMs('lower(period)')}, ${epochMs('upper(period)')})), '[]')
        from team_members join teams on teams.id = team_members.team_id
        where cast(:withTeams as boolean) and person_id in (select person_id from chosen)) as teams`,
    { since: since === null ? null : new Date(since), until: new Date(until), withTeams },
  );
  return assemble(rows[0]);
}

const epochMs = (instant: string) => `round(extract(epoch from ${instant}) * 1000)::float8`;

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
  teams: [personId: number, kind: string, from: number | null, to: number | null][];
};

function assemble({ assigned, people, teams }: Answer): Assigned[] {
  const [personIds, cellIds, areaIds, roles, from, to] = assigned;
  const known = new Map(people.map(([id, kind, skills]) => [id, { kind, skills }]));
  const membership = new Map<number, Assigned['teams'][number][]>();
  for (const [personId, kind, begun, ended] of teams) {
    const periods = membership.get(personId) ?? [];
    periods.push({ kind, from: begun ?? Number.NEGATIVE_INFINITY, to: ended ?? Number.POSITIVE_INFINITY });
    membership.set(personId, periods);
  }
  return personIds.map((personId, index) => ({
    personId,
    cellId: cellIds[index] ?? null,
    areaId: areaIds[index] ?? null,
    role: roles[index] ?? '',
    from: from[index] ?? Number.NEGATIVE_INFINITY,
    to: to[index] ?? Number.POSITIVE_INFINITY,
    kind: known.get(personId)?.kind ?? '',
    skills: known.get(personId)?.skills ?? [],
    teams: membership.get(personId) ?? [],
  }));
}

/** The time in which an assignment counts for a requirement; none where the person or the role does not fit. */
export function countingPosts(assigned: Assigned, requires: StaffingRequirement): Post[] {
  const { personId, from, to } = assigned;
  const fits =
    (requires.kind === undefined || assigned.kind === requires.kind) &&
    (requires.role === undefined || assigned.role === requires.role) &&
    (requires.skill === undefined || assigned.skills.includes(requires.skill));
  if (!fits) return [];
  if (requires.teamKind === undefined) return [{ personId, from, to }];
  return assigned.teams
    .filter(({ kind }) => kind === requires.teamKind)
    .map((team) => ({ personId, from: Math.max(from, team.from), to: Math.min(to, team.to) }))
    .filter((post) => post.from < post.to);
}

import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { refuseBackwards } from '../http/period.ts';
import { Conflict, NotFound } from '../http/problem.ts';
import { refuseAfterLeaving } from '../people/leave.ts';
import type { Person } from '../people/person.ts';
import { getPeople } from '../people/queries.ts';
import { lockPeople } from '../people/store.ts';
import { heldBy } from './history-queries.ts';
import { getTeam } from './queries.ts';
import { endMemberships, lockTeam, startMemberships } from './store.ts';
import type { Team } from './team.ts';

type Joining = { people: readonly number[]; from: Date; to: Date | null };

/** People join a team for a period, which may lie in the past or begin later; nobody belongs to it twice at a time. */
export async function joinTeam(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  { people, from, to }: Joining,
): Promise<Team> {
  refuseBackwards(from, to);
  await db.transaction(async (trx) => {
    await lockTeam(trx, id);
    await getTeam(trx, scope, id);
    const joining = await holdJoining(trx, scope, timeZone, people, { from, to });
    await refuseMembers(trx, id, joining, { from, to });
    await startMemberships(trx, id, people, { from, to });
  });
  return getTeam(db, scope, id);
}

/** Holds people who are to join a team, of whom none may leave before the end of it, and answers who they are. */
export async function holdJoining(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  ids: readonly number[],
  { from, to }: { from: Date; to: Date | null } = { from: new Date(), to: null },
): Promise<Person[]> {
  await lockPeople(trx, ids);
  const joining = await getPeople(trx, scope, ids);
  refuseAfterLeaving(joining, { from, to }, timeZone);
  return joining;
}

/** Nobody belongs to a team twice at a time, also where one of the two begins later. */
export async function refuseMembers(
  trx: Knex,
  teamId: number,
  joining: readonly Person[],
  period: { from: Date | null; to: Date | null } = { from: null, to: null },
): Promise<void> {
  const ids = joining.map(({ id }) => id);
  const already = new Set(await heldBy(trx, teamId, 'people', ids, period));
  if (already.size === 0) return;
  const names = joining.filter((person) => already.has(person.id)).map(({ name }) => name);
  throw new Conflict(
    'already-member',
    `${names.slice(0, 20).join(', ')} belongs to the team at some of that time already.`,
    `${names.slice(0, 20).join('、')} 在此期间已是该队成员。`,
    { people: [...already] },
  );
}

/** People leave a team at an instant; whoever would have joined later does not join. */
export async function leaveTeam(
  db: Knex,
  scope: Scope,
  id: number,
  { people, at }: { people: readonly number[]; at: Date },
): Promise<Team> {
  await db.transaction(async (trx) => {
    await lockTeam(trx, id);
    await getTeam(trx, scope, id);
    await getPeople(trx, scope, people);
    const held = new Set(await heldBy(trx, id, 'people', people, { from: at, to: null }));
    const stranger = people.find((personId) => !held.has(personId));
    if (stranger !== undefined)
      throw new NotFound(
        'not-a-member',
        `Person ${stranger} does not belong to the team at that time or later.`,
        `人员 ${stranger} 在该时间及之后不是该队成员。`,
      );
    await endMemberships(trx, id, people, at);
  });
  return getTeam(db, scope, id);
}

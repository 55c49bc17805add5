import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { InvalidInput } from '../http/problem.ts';
import { getPeople } from '../people/queries.ts';
import { refuseForeignStation, stationNotFound } from '../people/register.ts';
import { holdJoining, refuseMembers } from './members.ts';
import { getTeam } from './queries.ts';
import { disbandTeam, endMemberships, insertTeam, lockTeam, startMemberships, updateTeam } from './store.ts';
import type { Team, TeamChange, TeamInput } from './team.ts';

/** Founds a team of people who have not left; they belong to it from an instant, or from now on. */
export async function createTeam(
  db: Knex,
  scope: Scope,
  timeZone: string,
  input: TeamInput,
  from: Date | null = null,
): Promise<Team> {
  refuseForeignStation(scope, input.stationAreaId ?? null);
  refuseStrangeLeader(input.leaderPersonId, input.members);
  const id = await naming(() =>
    db.transaction(async (trx) => {
      await holdJoining(trx, scope, timeZone, input.members);
      const teamId = await insertTeam(trx, input);
      await startMemberships(trx, teamId, input.members, { from, to: null });
      return teamId;
    }),
  );
  return getTeam(db, scope, id);
}

/** Changes a team; memberships of those no longer named end now, those of the new begin now. */
export async function changeTeam(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  change: TeamChange,
): Promise<Team> {
  if (change.stationAreaId !== undefined) refuseForeignStation(scope, change.stationAreaId);
  if (change.members) await getPeople(db, scope, change.members);
  await naming(() =>
    db.transaction(async (trx) => {
      await lockTeam(trx, id);
      const { members: before, leaderPersonId: leaderBefore } = await getTeam(trx, scope, id);
      const after = change.members ?? before;
      refuseStrangeLeader(change.leaderPersonId, after);
      const gone = before.filter((personId) => !after.includes(personId));
      const added = after.filter((personId) => !before.includes(personId));
      const joining = await holdJoining(trx, scope, timeZone, added);
      await refuseMembers(trx, id, joining);
      const isLeaderless = leaderBefore !== null && !after.includes(leaderBefore);
      await updateTeam(trx, id, { ...(isLeaderless && { leaderPersonId: null }), ...change });
      if (gone.length > 0) await endMemberships(trx, id, gone);
      if (added.length > 0) await startMemberships(trx, id, added);
    }),
  );
  return getTeam(db, scope, id);
}

export async function deleteTeam(db: Knex, scope: Scope, id: number): Promise<void> {
  await db.transaction(async (trx) => {
    await lockTeam(trx, id);
    await getTeam(trx, scope, id);
    await disbandTeam(trx, id);
  });
}

/** Whoever leads a team belongs to it. */
function refuseStrangeLeader(leaderPersonId: number | null | undefined, members: readonly number[]): void {
  if (leaderPersonId === undefined || leaderPersonId === null || members.includes(leaderPersonId)) return;
  throw new InvalidInput(
    'leader-not-member',
    `Person ${leaderPersonId} does not belong to the team and cannot lead it; make them a member first.`,
    `人员 ${leaderPersonId} 不是该队成员，不能担任队长，请先将其加入队伍。`,
    [{ path: 'leaderPersonId', reason: 'not a member' }],
  );
}

async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === 'teams_station_area_fkey') throw stationNotFound(null);
    throw error;
  }
}

import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { getPeople } from '../people/queries.ts';
import { refuseForeignStation, stationNotFound } from '../people/register.ts';
import { getTeam } from './queries.ts';
import { disbandTeam, endMemberships, insertTeam, lockTeam, startMemberships, updateTeam } from './store.ts';
import type { Team, TeamChange, TeamInput } from './team.ts';

export async function createTeam(db: Knex, scope: Scope, input: TeamInput): Promise<Team> {
  refuseForeignStation(scope, input.stationAreaId ?? null);
  await getPeople(db, scope, input.members);
  const id = await naming(() =>
    db.transaction(async (trx) => {
      const teamId = await insertTeam(trx, input);
      await startMemberships(trx, teamId, input.members);
      return teamId;
    }),
  );
  return getTeam(db, scope, id);
}

/** Changes a team; memberships of those no longer named end now, those of the new begin now. */
export async function changeTeam(db: Knex, scope: Scope, id: number, change: TeamChange): Promise<Team> {
  if (change.stationAreaId !== undefined) refuseForeignStation(scope, change.stationAreaId);
  if (change.members) await getPeople(db, scope, change.members);
  await naming(() =>
    db.transaction(async (trx) => {
      await lockTeam(trx, id);
      const { members: before } = await getTeam(trx, scope, id);
      await updateTeam(trx, id, change);
      const after = change.members ?? before;
      const gone = before.filter((personId) => !after.includes(personId));
      const added = after.filter((personId) => !before.includes(personId));
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

async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (violatedConstraint(error) === 'teams_station_area_fkey') throw stationNotFound(null);
    throw error;
  }
}

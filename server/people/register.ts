import type { Knex } from 'knex';
import { coversStation, type Scope } from '../access/scope.ts';
import { violatedConstraint } from '../database/violation.ts';
import { Conflict, InvalidInput, NotFound } from '../http/problem.ts';
import { moment } from '../http/time.ts';
import { rereadCarriedSince } from '../tracks/forget.ts';
import { type Ended, endEngagements, type Leaving } from './engagement-store.ts';
import { holdFile } from './file.ts';
import { refuseWrongHomes } from './home.ts';
import { insertPeople } from './insert-store.ts';
import { numberPeople } from './numbering.ts';
import type { Person, PersonChange, PersonInput } from './person.ts';
import { engagedPeople, getPerson } from './queries.ts';
import { updatePerson } from './store.ts';

/** How often a number is sought again that somebody typed at the same moment. */
const attempts = 5;

/** Enters a person of a station that the scope covers; who comes without a number gets the next free one. */
export async function registerPerson(
  db: Knex,
  scope: Scope,
  timeZone: string,
  input: PersonInput,
): Promise<Person> {
  refuseForeignStation(scope, input.stationAreaId ?? null);
  refuseLeavingBeforeJoining(input.joinedOn, input.leftOn);
  await refuseWrongHomes(db, [input.homeAreaId]);
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    const id = await naming(() => enter(db, timeZone, input));
    if (id !== undefined) return getPerson(db, scope, id);
    if (input.number) break;
  }
  throw numberTaken();
}

/** Undefined where the number is another's. */
function enter(db: Knex, timeZone: string, input: PersonInput): Promise<number | undefined> {
  return db.transaction(async (trx) => {
    const [entered] = await insertPeople(trx, await numberPeople(trx, timeZone, [input]));
    return entered?.id;
  });
}

/** Changes a person's file. Leaving ends assignments, duties, devices carried and memberships on that day. */
export async function changePerson(
  db: Knex,
  scope: Scope,
  timeZone: string,
  id: number,
  { revision, ...change }: PersonChange,
): Promise<Person> {
  if (change.stationAreaId !== undefined) refuseForeignStation(scope, change.stationAreaId);
  await naming(() =>
    db.transaction(async (trx) => {
      const before = await holdFile(trx, scope, id, revision);
      refuseLeavingBeforeJoining(change.joinedOn ?? before.joinedOn, change.leftOn ?? before.leftOn);
      await refuseWrongHomes(trx, [change.homeAreaId]);
      await updatePerson(trx, id, change);
      if (change.leftOn) await leave(trx, id, moment(timeZone).parse(change.leftOn));
    }),
  );
  return getPerson(db, scope, id);
}

/** People whose day of leaving came with an import: what they are engaged in ends on that day. Answers of whom what. */
export async function endWithLeaving(
  trx: Knex,
  timeZone: string,
  left: readonly { personId: number; leftOn: string }[],
): Promise<Leaving[]> {
  const engaged = new Set(
    await engagedPeople(
      trx,
      left.map(({ personId }) => personId),
    ),
  );
  // Each holds devices of their own; few of a register leave by an import while they are engaged.
  const found: Leaving[] = [];
  for (const { personId, leftOn } of left) {
    const at = moment(timeZone).parse(leftOn);
    if (engaged.has(personId)) found.push({ personId, at, ended: await leave(trx, personId, at) });
  }
  return found.filter(({ ended }) => ended.length > 0);
}

/** Devices carried beyond that instant count as carried by nobody, also where it has passed. */
async function leave(trx: Knex, personId: number, at: Date): Promise<Ended[]> {
  await rereadCarriedSince(trx, personId, at);
  return endEngagements(trx, personId, at);
}

/** Whoever is responsible for some areas only enters people, teams and the like of a station in them. */
export function refuseForeignStation(scope: Scope, stationAreaId: number | null): void {
  if (coversStation(scope, stationAreaId)) return;
  if (stationAreaId !== null) throw stationNotFound(stationAreaId);
  throw new InvalidInput(
    'station-required',
    'Name a station within your area; only the district enters what belongs to no station.',
    '请指定您辖区内的派出所；只有旗县级可录入不属于任何派出所的内容。',
    [{ path: 'stationAreaId', reason: 'required' }],
  );
}

export function stationNotFound(id: number | null): NotFound {
  return new NotFound(
    'area-not-found',
    id === null ? 'There is no such area.' : `There is no area ${id} within yours.`,
    id === null ? '没有这个辖区。' : `您的辖区内没有辖区 ${id}。`,
  );
}

function refuseLeavingBeforeJoining(joinedOn?: string | null, leftOn?: string | null): void {
  if (!joinedOn || !leftOn || leftOn >= joinedOn) return;
  throw new InvalidInput(
    'left-before-joined',
    `The person cannot leave on ${leftOn}, before joining on ${joinedOn}.`,
    `离队日期 ${leftOn} 不能早于入队日期 ${joinedOn}。`,
    [{ path: 'leftOn', reason: 'before joinedOn' }],
  );
}

function numberTaken(): Conflict {
  return new Conflict(
    'number-taken',
    'Another person has this number; leave it empty to get the next free one.',
    '此编号已被其他人员使用；留空可自动分配下一个编号。',
  );
}

async function naming<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const constraint = violatedConstraint(error);
    if (constraint === 'people_number_key') throw numberTaken();
    if (constraint === 'people_station_area_fkey') throw stationNotFound(null);
    throw error;
  }
}

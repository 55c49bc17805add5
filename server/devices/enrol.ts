import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { makeSecret } from '../accounts/token.ts';
import { InvalidInput } from '../http/problem.ts';
import { refuseAfterLeaving } from '../people/leave.ts';
import { getPerson } from '../people/queries.ts';
import { lockPeople } from '../people/store.ts';
import { queueRereading } from '../tracks/reread-queue.ts';
import type { Device } from './device.ts';
import type { EnrolmentInput } from './enrolment.ts';
import { carriersWithin, getDevice } from './queries.ts';
import { refuseForeignStation, tellingKnownIdentity, tellingOtherCarriers } from './register.ts';
import type { App } from './setup.ts';
import { endCarrying, insertCarrier, insertDevice, lockDevice, replaceToken, updateDevice } from './store.ts';

export type Enrolled = { device: Device; token: string; secret: string | null };

const appNames: Record<App, string> = {
  traccar: 'Traccar Client',
  owntracks: 'OwnTracks',
  osmand: 'OsmAnd',
  gpslogger: 'GPSLogger',
  overland: 'Overland',
  phonetrack: 'PhoneTrack',
  jt808: 'JT/T 808',
};

/**
 * Makes or takes a device, has the person carry it from now on, and replaces its token: all of it or nothing, so that it
 * can be asked for again after an answer that was lost.
 */
export async function enrol(
  db: Knex,
  scope: Scope,
  timeZone: string,
  input: EnrolmentInput,
): Promise<Enrolled> {
  const { personId, app, encrypt } = input;
  if (encrypt && app !== 'owntracks') throw cannotEncrypt();
  const now = new Date();
  const carrying = { personId: personId ?? 0, from: now, to: null };
  const known = { ...(input.identity !== undefined && { identity: input.identity }) };
  const taken = { deviceId: input.deviceId ?? 0, ...carrying };
  const { deviceId, token, secret } = await tellingKnownIdentity(known, () =>
    tellingOtherCarriers(db, taken, () =>
      db.transaction(async (trx) => {
        const deviceId = await deviceFor(trx, scope, timeZone, input, now);
        if (personId !== undefined) await handTo(trx, deviceId, personId, now, input.handOver);
        const secret = encrypt ? makeSecret() : null;
        if (secret !== null) await updateDevice(trx, deviceId, { secret });
        return { deviceId, secret, token: await replaceToken(trx, deviceId) };
      }),
    ),
  );
  return { device: await getDevice(db, scope, deviceId), token, secret };
}

/** The device that is meant, or a new one of the person's station; the person is locked and within the scope. */
async function deviceFor(
  trx: Knex,
  scope: Scope,
  timeZone: string,
  { app, personId, deviceId, name, identity, kind }: EnrolmentInput,
  now: Date,
): Promise<number> {
  const own = { ...(name !== undefined && { name }), ...(identity !== undefined && { identity }) };
  if (personId !== undefined) await lockPeople(trx, [personId]);
  const person = personId === undefined ? undefined : await getPerson(trx, scope, personId);
  if (person) refuseAfterLeaving([person], { from: now, to: null }, timeZone);
  if (deviceId !== undefined) {
    await lockDevice(trx, deviceId);
    const taken = await getDevice(trx, scope, deviceId);
    refuseNameless(app, identity ?? taken.identity);
    await updateDevice(trx, deviceId, own);
    return deviceId;
  }
  refuseNameless(app, identity ?? null);
  const stationAreaId = person?.stationAreaId ?? null;
  refuseForeignStation(scope, stationAreaId);
  const madeName = `${person?.name ?? ''} · ${appNames[app]}`.slice(0, 100);
  return insertDevice(trx, { name: madeName, stationAreaId, ...own, ...(kind !== undefined && { kind }) });
}

/** Nothing changes where the person carries it already. */
async function handTo(
  trx: Knex,
  deviceId: number,
  personId: number,
  now: Date,
  handOver: boolean,
): Promise<void> {
  const [held] = await carriersWithin(trx, deviceId, { from: now, to: new Date(now.getTime() + 1) });
  if (held?.personId === personId) return;
  if (held && handOver) await endCarrying(trx, held.id, now);
  await insertCarrier(trx, { deviceId, personId, from: now, to: null });
  await queueRereading(trx, deviceId, { from: now, to: null });
}

function refuseNameless(app: App, identity: string | null): void {
  if (app !== 'jt808' || identity !== null) return;
  throw new InvalidInput(
    'identity-missing',
    'A JT/T 808 terminal is known by its number: give it as its identity, without leading zeros.',
    'JT/T 808 终端以终端号识别，请填写终端号（不含前导零）。',
    [{ path: 'identity', reason: 'missing' }],
  );
}

function cannotEncrypt(): InvalidInput {
  return new InvalidInput(
    'cannot-encrypt',
    'Only OwnTracks encrypts what it sends; leave `encrypt` out for this app.',
    '只有 OwnTracks 能加密上报内容，此应用请去掉加密。',
    [{ path: 'encrypt', reason: 'not for this app' }],
  );
}

import type { Knex } from 'knex';
import { seededRandom } from '../../server/demo/random.ts';
import {
  makeCarrier,
  makeCell,
  makeDevice,
  makeDeviceToken,
  makePerson,
  makePlan,
} from '../support/district.ts';
import { centre, type KnownFix, type Span } from './walk.ts';

export const protocols = ['osmand', 'overland', 'owntracks', 'jt808'] as const;
export type ProtocolName = (typeof protocols)[number];

/** A device, and who carries it when: on duty for a while and off it again. Nobody's is kept whole. */
export type Member = {
  deviceId: number;
  seed: number;
  protocol: ProtocolName;
  token: string;
  /** A terminal's number. */
  number: string;
  carried: Span | null;
  dutyEveryMs: number;
  dutyLastsMs: number;
  /** What holds around the time of the test. */
  isOnDutyNow: boolean;
};

const minuteMs = 60_000;
/** From here on duties are what they are now, so that a wrong clock of the server's changes nothing. */
const steadyMs = 120 * minuteMs;
const firstNumber = 13_900_000_000;

/** A ground of cells, and the devices with their carriers and duties. */
export async function makeFleet(
  db: Knex,
  { seed, count, span }: { seed: number; count: number; span: Span },
): Promise<Member[]> {
  await makeGround(db);
  const fleet: Member[] = [];
  for (let index = 0; index < count; index++) fleet.push(await makeMember(db, seed, index, span));
  return fleet;
}

async function makeGround(db: Knex): Promise<void> {
  const planIds = [await makePlan(db, { from: '2020-01-01T00:00:00Z' })];
  const side = 0.01;
  for (let column = -4; column < 4; column++)
    for (let row = -4; row < 4; row++) {
      const [west, south] = [centre.lon + column * side, centre.lat + row * side];
      await makeCell(db, { planIds, box: [west, south, west + side, south + side] });
    }
}

async function makeMember(db: Knex, seed: number, index: number, span: Span): Promise<Member> {
  const random = seededRandom(seed * 1_000 + index);
  const deviceId = await makeDevice(db);
  const number = String(firstNumber + index);
  const protocol = protocols[index % protocols.length] ?? 'osmand';
  if (protocol === 'jt808') await db('devices').where({ id: deviceId }).update({ identity: number });
  const member: Member = {
    deviceId,
    seed: seed * 1_000 + index,
    protocol,
    token: protocol === 'jt808' ? '' : await makeDeviceToken(db, deviceId),
    number,
    carried: random.chance(0.7)
      ? { from: span.from + random.whole(0, 20) * minuteMs, to: Number.POSITIVE_INFINITY }
      : null,
    dutyEveryMs: random.whole(10, 40) * minuteMs,
    dutyLastsMs: random.whole(4, 30) * minuteMs,
    isOnDutyNow: random.chance(0.5),
  };
  await carry(db, member, span);
  return member;
}

async function carry(db: Knex, member: Member, span: Span): Promise<void> {
  const { carried, deviceId, dutyEveryMs, dutyLastsMs, isOnDutyNow } = member;
  if (!carried) return;
  const personId = await makePerson(db);
  await makeCarrier(db, { deviceId, personId, from: new Date(carried.from).toISOString() });
  const [from, to] = [span.from, span.to - steadyMs].map((at) => new Date(at).toISOString());
  const step = { every: `${dutyEveryMs} ms`, lasts: `${Math.min(dutyLastsMs, dutyEveryMs)} ms` };
  await db.raw(
    `insert into duties (person_id, period)
     select :personId, tstzrange(begins, least(begins + cast(:lasts as interval), cast(:to as timestamptz)))
     from generate_series(cast(:from as timestamptz), cast(:to as timestamptz) - interval '1 second',
       cast(:every as interval)) begins`,
    { personId, from: from ?? '', to: to ?? '', ...step },
  );
  if (isOnDutyNow)
    await db.raw('insert into duties (person_id, period) values (:personId, tstzrange(:to, null))', {
      personId,
      to: to ?? '',
    });
}

/** Whether a fix has to be kept: nobody carries the device, or whoever does is on duty. */
export function isOnDuty(member: Member, span: Span, { storedAt, isSuspect }: KnownFix): boolean {
  const { carried, dutyEveryMs, dutyLastsMs, isOnDutyNow } = member;
  if (!carried) return true;
  if (isSuspect) return isOnDutyNow;
  if (storedAt < carried.from) return true;
  if (storedAt >= span.to - steadyMs) return isOnDutyNow;
  return (storedAt - span.from) % dutyEveryMs < dutyLastsMs;
}

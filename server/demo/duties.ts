import type { SimulatedFix } from './movement.ts';
import { DAYS, type Outing } from './outings.ts';
import type { Random } from './random.ts';
import type { DemoRegister } from './register.ts';

/** An outing and what its device recorded of it. */
export type Recording = { outing: Outing; fixes: SimulatedFix[] };
export type DemoDuty = { personNumber: string; from: Date; to: Date };

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** When people are on duty: while they are out with a device, and by a rota of two officers a day at each station. */
export function demonstrationDuties(
  recordings: readonly Recording[],
  { people }: DemoRegister,
  now: Date,
  random: Random,
): DemoDuty[] {
  // Who sits at the desk sends no positions: where there are others, those with a device are out only.
  const carriers = new Set(recordings.map(({ outing }) => outing.unit.carrier));
  const stations = [...new Set(people.map(({ stationCode }) => stationCode))];
  return [
    ...recordings.flatMap((recording) => dutyOf(recording, now, random)),
    ...stations.flatMap((stationCode) => {
      const officers = people
        .filter((one) => one.stationCode === stationCode && one.kind === 'officer')
        .map(({ number }) => number);
      const atDesk = officers.filter((number) => !carriers.has(number));
      return rota(atDesk.length > 0 ? atDesk : officers, now);
    }),
  ];
}

/** One in ten signs off before switching the device off: what it sends after that is not kept. */
function dutyOf({ outing, fixes }: Recording, now: Date, random: Random): DemoDuty[] {
  const last = fixes.at(-1);
  if (outing.unit.carrier === undefined || last === undefined) return [];
  const isOut = outing.until.getTime() >= now.getTime();
  const afterMinutes = isOut ? 180 : random.chance(0.1) ? -12 : 10;
  const from = outing.startAt.getTime() - 5 * MINUTE_MS;
  const to = Math.max(last.recordedAt.getTime() + afterMinutes * MINUTE_MS, from + 10 * MINUTE_MS);
  return [{ personNumber: outing.unit.carrier, from: new Date(from), to: new Date(to) }];
}

/** Day and night at the desk in turn, 12 hours each, until the end of tomorrow. */
function rota(officers: readonly string[], now: Date): DemoDuty[] {
  const firstShift = Math.floor(now.getTime() / DAY_MS - DAYS) * DAY_MS;
  return Array.from({ length: (DAYS + 2) * 2 }, (_, shift) => {
    const from = firstShift + shift * 12 * HOUR_MS;
    const personNumber = officers[shift % officers.length] ?? '';
    return { personNumber, from: new Date(from), to: new Date(from + 12 * HOUR_MS) };
  }).filter(({ personNumber }) => personNumber !== '');
}

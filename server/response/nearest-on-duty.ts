import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import type { Scope } from '../access/scope.ts';
import { recordLook } from '../accounts/record-look.ts';
import { metresBetween } from '../geo/distance.ts';
import type { LonLat } from '../geo/position.ts';
import type { Language } from '../http/problem.ts';
import { type OnDuty, ownerKindAt, peopleOnDuty } from './positions-queries.ts';
import {
  assumed,
  minutesTo,
  moverOf,
  oldestMinutes,
  type ResponseAnswer,
  settingOf,
  tierOf,
} from './response.ts';

const mostExcluded = 50;

export type ResponseQuestion = {
  point: LonLat;
  at: Date;
  asKnownThen: boolean;
  limit: number;
  language: Language;
};

/** `metres` and `ageSeconds` where a position is known. */
type Excluded = OnDuty & { metres?: number; ageSeconds?: number };
type Located = OnDuty & { metres: number; ageSeconds: number; at: number };

/**
 * The nearest people on duty to a point at an instant, by METHODS C3: those whose position is recent enough, the nearest
 * first, and everybody who might be nearer with why they are not among them. Who is shown is recorded as looked at.
 */
export async function nearestOnDuty(
  db: Knex,
  caller: Caller,
  scope: Scope,
  { point, at, asKnownThen, limit, language }: ResponseQuestion,
): Promise<ResponseAnswer> {
  const [onDuty, ownerKind] = await Promise.all([
    peopleOnDuty(db, scope, at, asKnownThen),
    ownerKindAt(db, point),
  ]);
  const setting = settingOf(ownerKind);
  const oldest = oldestMinutes[setting];
  const located = onDuty.flatMap((one) => locate(one, point, at)).sort((a, b) => a.metres - b.metres);
  const recent = located.filter(({ ageSeconds }) => ageSeconds <= oldest * 60);
  const nearest = recent.slice(0, limit);
  const furthest = nearest.length < limit ? Number.POSITIVE_INFINITY : (nearest.at(-1)?.metres ?? 0);
  const old = located.filter((one) => one.ageSeconds > oldest * 60 && one.metres < furthest);
  // Of a stranger without a position nobody knows whether they are on the viewer's land.
  const unheard = onDuty.filter((one) => one.at === null && one.isCovered);
  const excluded: Excluded[] = [...old, ...unheard].slice(0, mostExcluded);
  await recordLook(db, caller, {
    what: 'response',
    period: { from: at, to: new Date(at.getTime() + 1) },
    personIds: [...nearest, ...excluded].flatMap(({ personId }) => personId ?? []),
    deviceIds: [...nearest, ...excluded].flatMap(({ personId, deviceId }) =>
      personId === null ? deviceId : [],
    ),
  });
  return {
    at: at.toISOString(),
    setting,
    oldestMinutes: oldest,
    assumes: assumes[language],
    nearest: nearest.map((one) => {
      const mover = moverOf(one);
      const minutes = minutesTo(one.metres, mover, setting);
      return {
        ...whoOf(one),
        position: [one.lonE7 / 1e7, one.latE7 / 1e7],
        recordedAt: new Date(one.at).toISOString(),
        ageSeconds: one.ageSeconds,
        accuracyMetres: one.accuracyMetres,
        metres: Math.round(one.metres),
        mover,
        minutes,
        tier: tierOf(minutes),
      };
    }),
    excluded: excluded.map((one) => ({
      ...whoOf(one),
      reason: one.at === null ? 'no-position' : 'position-too-old',
      recordedAt: one.at === null ? null : new Date(one.at).toISOString(),
      ageSeconds: one.ageSeconds ?? null,
      metres: one.metres === undefined ? null : Math.round(one.metres),
    })),
    unheard: unheard.length,
  };
}

function locate(one: OnDuty, [lon, lat]: LonLat, at: Date): Located[] {
  if (one.at === null) return [];
  const metres = metresBetween(one, { lonE7: Math.round(lon * 1e7), latE7: Math.round(lat * 1e7) });
  return [{ ...one, at: one.at, metres, ageSeconds: (at.getTime() - one.at) / 1000 }];
}

function whoOf({ isCovered, person, deviceId, deviceName, deviceKind }: OnDuty) {
  if (!isCovered) return { person: null, device: null };
  return { person, device: { id: deviceId, name: deviceName, kind: deviceKind } };
}

const kmh = (metresPerMinute: number) => Math.round((metresPerMinute * 60) / 1000);
const [foot, town, country] = [
  kmh(assumed.footMetresPerMinute),
  kmh(assumed.vehicleMetresPerMinute.urban),
  kmh(assumed.vehicleMetresPerMinute.rural),
];

const assumes: Record<Language, string> = {
  en: `Straight distance times ${assumed.detour}, for no roads are known; ${foot} km/h on foot, by vehicle ${town} km/h in town and ${country} km/h elsewhere. A vehicle's terminal, or a last speed above ${assumed.footMetresPerSecond} m/s, counts as a vehicle.`,
  zh: `无路网数据：按直线距离乘以 ${assumed.detour} 估算；步行 ${foot} 公里/小时，车辆在城区 ${town}、其他地区 ${country} 公里/小时。车载终端或末次速度超过 ${assumed.footMetresPerSecond} 米/秒的视为乘车。`,
};

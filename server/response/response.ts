import { z } from 'zod';
import { personName } from '../people/person.ts';

/** METHODS C3: how old a position may be for somebody to be sent by it, in minutes. */
export const oldestMinutes = { urban: 10, rural: 30 } as const;
export type Setting = keyof typeof oldestMinutes;

/** Within so many minutes somebody should be there (one, three and five of the response tiers). */
const tiers = [1, 3, 5] as const;

/**
 * There is no road network to go by: the straight way is taken to be longer by a third on the ground, and a person to
 * walk at 5 km/h or, with a vehicle, to drive at 30 km/h in town and 50 km/h elsewhere.
 */
export const assumed = {
  detour: 1.33,
  footMetresPerMinute: 5_000 / 60,
  vehicleMetresPerMinute: { urban: 30_000 / 60, rural: 50_000 / 60 },
  /** Whoever moved faster than a person runs was in a vehicle (METHODS B2: legs on foot are no faster). */
  footMetresPerSecond: 3,
} as const;

export type Mover = 'foot' | 'vehicle';

/** How somebody would come: by a vehicle's own terminal, or as fast as the last position says. */
export function moverOf({
  deviceKind,
  speedMetresPerSecond,
}: {
  deviceKind: string;
  speedMetresPerSecond: number | null;
}): Mover {
  return deviceKind === 'vehicle' || (speedMetresPerSecond ?? 0) > assumed.footMetresPerSecond
    ? 'vehicle'
    : 'foot';
}

/** Minutes to a place at so many metres in a straight line, to a tenth. */
export function minutesTo(metres: number, mover: Mover, setting: Setting): number {
  const pace = mover === 'foot' ? assumed.footMetresPerMinute : assumed.vehicleMetresPerMinute[setting];
  return Math.round(((metres * assumed.detour) / pace) * 10) / 10;
}

/** The shortest tier that holds the minutes; null beyond the last. */
export function tierOf(minutes: number): (typeof tiers)[number] | null {
  return tiers.find((tier) => minutes <= tier) ?? null;
}

const who = {
  person: personName
    .nullable()
    .meta({ description: 'Null for a stranger on the own land, and where nobody carries it' }),
  device: z.object({ id: z.int(), name: z.string(), kind: z.string() }).nullable(),
};

export const responseAnswer = z.object({
  at: z.iso.datetime(),
  setting: z.enum(['urban', 'rural']),
  oldestMinutes: z.number().meta({ description: 'An older position is not sent by' }),
  assumes: z.string().meta({ description: 'What the estimate of minutes goes by' }),
  nearest: z.array(
    z.object({
      ...who,
      position: z.tuple([z.number(), z.number()]),
      recordedAt: z.iso.datetime(),
      ageSeconds: z.number(),
      accuracyMetres: z.number().nullable(),
      metres: z.number().meta({ description: 'In a straight line' }),
      mover: z.enum(['foot', 'vehicle']),
      minutes: z.number(),
      tier: z.union([z.literal(1), z.literal(3), z.literal(5)]).nullable(),
    }),
  ),
  excluded: z
    .array(
      z.object({
        ...who,
        reason: z.enum(['position-too-old', 'no-position']),
        recordedAt: z.iso.datetime().nullable(),
        ageSeconds: z.number().nullable(),
        metres: z.number().nullable(),
      }),
    )
    .meta({
      description: 'On duty and perhaps nearer than the last of the nearest, and why they are not among them',
    }),
  unheard: z
    .int()
    .meta({ description: 'How many on duty have no position of the last hours, listed or not' }),
});
export type ResponseAnswer = z.output<typeof responseAnswer>;

export const ownerKinds = ['community', 'village', 'forest', 'other'] as const;
export type OwnerKind = (typeof ownerKinds)[number];

/** The kind of limit that a cell is under, by the kind of area that it belongs to. */
export function limitKindOf(ownerKind: string | null): OwnerKind {
  return ownerKinds.find((kind) => kind === ownerKind) ?? 'other';
}

/** Communities are town; villages, forests and what belongs to none are not. */
export function settingOf(ownerKind: string | null): Setting {
  return ownerKind === 'community' ? 'urban' : 'rural';
}

/** Every limit there was, is or will be, the latest of each kind first. */
export const limitsAnswer = z.object({
  limits: z.array(
    z.object({
      id: z.int(),
      ownerKind: z.enum(ownerKinds),
      metres: z.number(),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
      decidedAt: z.iso.datetime(),
      decidedBy: z.string(),
    }),
  ),
});
export type ResponseLimit = z.output<typeof limitsAnswer>['limits'][number];

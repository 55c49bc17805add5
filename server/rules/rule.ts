import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import { moment } from '../http/time.ts';
import { type PersonKind, personKind } from '../people/person.ts';
import { type PointKind, pointKinds } from '../points/kinds.ts';
import { teamKind } from '../teams/team.ts';
import { type WeekHours, weekHours } from './hours.ts';

const word = z.string().trim().min(1).max(100);
const ids = z.array(z.int().positive()).min(1).max(10_000);
const atLeast = z.int().min(1).max(10_000);
const share = z.number().gt(0).max(1);

/** Which places a rule is about: every condition given must hold, and none given means every cell. */
const selects = z.strictObject({
  areaKind: z.enum(areaKinds).optional(),
  cellUsage: word.optional(),
  cells: ids.optional(),
  /** These areas and all they cover: their descendants, and whatever has its interior point inside one. */
  areas: ids.optional(),
});
export type Selects = z.output<typeof selects>;

/**
 * At least so many different people who are assigned to the place at the time and fit every condition given; with hours
 * in these alone, of those who are available for all of them.
 */
const staffing = z.strictObject({
  atLeast,
  kind: personKind.optional(),
  role: word.optional(),
  /** A role that the person also holds, at whatever place: that of a station's leader, for a seat in a committee. */
  alsoRole: word.optional(),
  /** The further role is held at the place's own area of this kind: its township, of a station. */
  alsoAt: z.enum(areaKinds).optional(),
  skill: word.optional(),
  teamKind: teamKind.optional(),
  hours: weekHours.optional(),
});

const patrol = z.strictObject({
  measure: z.enum(['visits', 'revisit', 'sweep', 'points', 'presence', 'corridor', 'squares']),
  /** Visits; of presence people at the same time; of a corridor passes. */
  atLeast: atLeast.optional(),
  /** The dwell from which a visit counts; any presence does where it is absent. */
  minMinutes: z.number().min(0).max(1_440).optional(),
  /** A calendar day, week (from Monday) or month of the operator's time zone. */
  per: z.enum(['day', 'week', 'month']).optional(),
  everyHours: z.number().positive().max(87_600).optional(),
  /**
   * Of the slots, of each window or of the ordered time, of the points by weight, of the roads' length, of the area, of the
   * squares of a kilometre.
   */
  share: share.optional(),
  widthMetres: z.number().positive().max(10_000).optional(),
  hours: weekHours.optional(),
  /** By whom: people of a kind, or who are assigned somewhere in a role at the time. */
  kind: personKind.optional(),
  role: word.optional(),
  /** Visits: the hours are cut into slots of so many minutes, each of which wants its visits. */
  slotMinutes: z.int().min(10).max(1_440).optional(),
  /** Presence: each of the hours' windows is manned or not, or the time in them is counted. */
  of: z.enum(['windows', 'time']).optional(),
  /** Presence in windows: so many of them must be manned. */
  windowShare: share.optional(),
  /** Presence in time: no longer than this without anybody. */
  holeMinutes: z.number().min(0).max(10_080).optional(),
  /** Presence anywhere in the cell, or at each of its points. */
  at: z.enum(['cell', 'points']).optional(),
  pointKind: z.enum(pointKinds).optional(),
  /** Squares: so many metres of track in one make it walked. */
  minMetres: z.number().positive().max(10_000).optional(),
  /** Points, squares and sweep: within the last so many days, at any time; key points within so many. */
  days: z.number().positive().max(366).optional(),
  keyDays: z.number().positive().max(366).optional(),
});
export type PatrolInput = z.output<typeof patrol>;

const name = z.string().trim().min(1).max(200);

/**
 * An obligation as it is asked for, from now where no `from` is given; `checkRule` says whether it makes sense and
 * can be judged.
 */
export function ruleInput(timeZone: string) {
  const at = moment(timeZone);
  const common = { name, selects, from: at.optional(), to: at.nullish() };
  return z.discriminatedUnion('kind', [
    z.strictObject({ ...common, kind: z.literal('staffing'), requires: staffing }),
    z.strictObject({ ...common, kind: z.literal('patrol'), requires: patrol }),
  ]);
}
export type RuleInput = z.output<ReturnType<typeof ruleInput>>;

/** What a rule selects and requires never changes: it is ended, and another begins. `to: null` takes the end away. */
export function rulePatch(timeZone: string) {
  return z.strictObject({ name: name.optional(), to: moment(timeZone).nullish() });
}
export type RulePatch = z.output<ReturnType<typeof rulePatch>>;

const stored = {
  id: z.int(),
  name,
  selects,
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
  replaces: z.int().optional().describe('The rule whose place it took when it began'),
};
export const rule = z.discriminatedUnion('kind', [
  z.object({ ...stored, kind: z.literal('staffing'), requires: staffing }),
  z.object({ ...stored, kind: z.literal('patrol'), requires: patrol }),
]);
export type RuleView = z.output<typeof rule>;

export type StaffingRequirement = z.output<typeof staffing>;
type Per = 'day' | 'week' | 'month';

/** Whose presence counts: anybody's where nothing is said. */
type ByWhom = { kind?: PersonKind | undefined; role?: string | undefined };
/** In these hours alone; at any time where there are none. */
type InHours = { hours?: WeekHours | undefined };

export type VisitsRequirement = ByWhom &
  InHours & {
    measure: 'visits';
    atLeast: number;
    minMinutes: number;
    per: Per;
    /** Not per calendar day, week or month at once, but in this share of its slots of so many minutes. */
    slots?: { minutes: number; share: number } | undefined;
  };
export type RevisitRequirement = ByWhom &
  InHours & { measure: 'revisit'; everyHours: number; minMinutes: number };
/** At least so many people at once, in the cell or, with `atPoints`, at each of its points of a kind (null: any). */
export type PresenceRequirement = ByWhom &
  InHours & {
    measure: 'presence';
    atLeast: number;
    per: Per;
    share: number;
    /** Each window is manned for `share` of it, and this share of the windows; null where the time is counted instead. */
    windowShare: number | null;
    holeMinutes: number | null;
    atPoints: { kind: PointKind | null } | null;
  };
/** `days`: each point within the last so many, at any time; else so many of them per calendar day, week or month. */
export type PointsRequirement = ByWhom & {
  measure: 'points';
  share: number;
  minMinutes: number;
  pointKind: PointKind | null;
  within: { days: number; keyDays: number } | { per: Per };
};
export type CorridorRequirement = ByWhom &
  InHours & { measure: 'corridor'; share: number; atLeast: number; per: Per };
export type SweepRequirement = {
  measure: 'sweep';
  share: number;
  widthMetres: number;
  within: { days: number } | { per: Per };
};
/** Squares of a kilometre through which somebody went for so many metres (METHODS B3: forest, grassland). */
export type SquaresRequirement = ByWhom & {
  measure: 'squares';
  share: number;
  minMetres: number;
  within: { days: number } | { per: Per };
};
export type PatrolRequirement =
  | VisitsRequirement
  | RevisitRequirement
  | PresenceRequirement
  | PointsRequirement
  | CorridorRequirement
  | SquaresRequirement
  | SweepRequirement;

/** Where a rule holds: null is everywhere, else what these areas cover. */
type Obligation = {
  id: number;
  name: string;
  selects: Selects;
  scopeAreaIds: readonly number[] | null;
  /** Milliseconds; `to` is Infinity while the rule has no end. */
  from: number;
  to: number;
};
export type StaffingRule = Obligation & { kind: 'staffing'; requires: StaffingRequirement };
export type PatrolRule = Obligation & { kind: 'patrol'; requires: PatrolRequirement };

/** A rule that the evaluators can judge. */
export type Rule = StaffingRule | PatrolRule;

import type { Plan } from '../types.ts';
import { addDays } from './period.ts';

/** A published plan, with the days of the operator's time zone on which it took effect and ended. */
export type Version = { plan: Plan; firstDay: string; endDay: string | null };

type IsoDate = (at: string) => string;

/** The published plans of the same scope and layer as a plan, in order of time. */
export function versionsOf(plans: readonly Plan[], plan: Plan | undefined, isoDate: IsoDate): Version[] {
  if (!plan) return [];
  return plans
    .filter((one) => one.layer === plan.layer && one.scopeAreaId === plan.scopeAreaId)
    .flatMap((one) =>
      one.status === 'draft' || one.from === null
        ? []
        : [{ plan: one, firstDay: isoDate(one.from), endDay: one.to === null ? null : isoDate(one.to) }],
    )
    .sort((a, b) => Date.parse(a.plan.from ?? '') - Date.parse(b.plan.from ?? ''));
}

/** The plan in force at the end of a day. */
export function versionOn(versions: readonly Version[], day: string): Version | undefined {
  return versions.findLast(({ firstDay, endDay }) => firstDay <= day && (endDay === null || day < endDay));
}

/** How many days lie between two ISO dates. */
export function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
}

/** The days that a slider spans: from the first publication to the last, or to today where that is later. */
export function spanOf(versions: readonly Version[], today: string): { first: string; days: number } {
  const first = versions[0]?.firstDay ?? today;
  const last = versions.at(-1)?.firstDay ?? today;
  return { first, days: Math.max(1, daysBetween(first, last > today ? last : today)) };
}

/** The day at a place of the slider. */
export const dayAt = (first: string, place: number) => addDays(first, place);

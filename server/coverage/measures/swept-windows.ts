import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import type { PatrolRule } from '../../rules/rule.ts';
import { type RollingShares, sweptInRolling } from '../../sweeps/rolling-shares.ts';
import { type SweptLookup, type SweptQuestion, sweptInWindows } from '../../sweeps/swept-shares.ts';
import type { Ground } from '../ground.ts';
import type { Interval } from '../interval.ts';
import type { PreparedRule } from '../lookback.ts';
import { looksOf, type Swept, windowsToSweep } from './sweep-rule.ts';

const dayMs = 86_400_000;
/** Days of devices that are made while somebody waits: those of a late upload, and no history. */
const mostMadeAtOnce = 60;

/** What was swept of cells at the width of a rule, as far as it is known yet. */
export type SweptBy = (rule: PatrolRule) => Swept;

const unknown: Swept = { inWindow: () => null, rolling: null, parts: [undefined] };

/**
 * Reads the sweeps of every window that rules are judged by, for all cells at once. Sweeps are of local days, so that
 * windows of the same days are one; a cell that was obliged for a part of a period alone is judged by whole days too.
 */
export async function sweptByRules(
  db: Knex,
  plans: Ground['plans'],
  prepared: readonly PreparedRule[],
  timeZone: string,
): Promise<SweptBy> {
  const byRule = new Map<PatrolRule, Swept>();
  const calendar = calendarReader(db, timeZone);
  for (const one of prepared) {
    const { requires } = one.rule;
    if (requires.measure !== 'sweep') continue;
    const question = {
      plans: plans.map(({ id, obliged }) => ({ planId: id, period: obliged })),
      widthMetres: requires.widthMetres,
      timeZone,
      mostMade: mostMadeAtOnce,
    };
    byRule.set(
      one.rule,
      'days' in requires.within
        ? await readRolling(db, question, one, requires.within.days)
        : await calendar(question, one),
    );
  }
  return (rule) => byRule.get(rule) ?? unknown;
}

async function readRolling(
  db: Knex,
  question: SweptQuestion,
  { starts, judged }: PreparedRule,
  days: number,
): Promise<Swept> {
  const looks = looksOf(starts, judged, edgesOf(question, judged).ends);
  const rolling: RollingShares = await sweptInRolling(
    db,
    question,
    looks.map((at): Interval => [at - days * dayMs, at]),
  );
  if (rolling.pending > 0) return unknown;
  return { ...unknown, rolling: { looks, sharesOf: rolling.of }, parts: rolling.parts };
}

/** When cells of a plan begin and cease to be judged in a period: with it, and with their plan. */
function edgesOf({ plans }: SweptQuestion, [from, to]: Interval): { begins: number[]; ends: number[] } {
  return {
    begins: [...new Set([from, ...plans.map(({ period }) => Math.max(from, period[0]))])].filter(
      (at) => at < to,
    ),
    ends: [...new Set([to, ...plans.map(({ period }) => Math.min(to, period[1]))])].filter((at) => at > from),
  };
}

/** Reads calendar windows, those of several rules that are the same days at the same width once. */
function calendarReader(db: Knex, timeZone: string) {
  const lookups = new Map<string, SweptLookup>();
  const dayOf = dayReader(timeZone);
  const keyOf = (widthMetres: number, [from, to]: Interval) =>
    `${widthMetres} ${dayOf(from)} ${dayOf(to - 1)}`;
  return async (question: SweptQuestion, { starts, judged }: PreparedRule): Promise<Swept> => {
    const { widthMetres } = question;
    const { begins, ends } = edgesOf(question, judged);
    const periods = begins.flatMap((from) =>
      ends.flatMap((to): Interval[] => (from < to ? [[from, to]] : [])),
    );
    const windows = new Map(
      periods
        .flatMap((period) => windowsToSweep(starts, period))
        .map((window) => [keyOf(widthMetres, window), window]),
    );
    const wanted = [...windows].filter(([key]) => !lookups.has(key));
    const found =
      wanted.length === 0 ? [] : await sweptInWindows(db, question, [...wanted.map(([, one]) => one)]);
    wanted.forEach(([key], place) => {
      const lookup = found[place];
      if (lookup) lookups.set(key, lookup);
    });
    return {
      ...unknown,
      parts: [...windows.keys()].flatMap((key) => lookups.get(key)?.parts ?? [undefined]),
      inWindow: (cellId, window) => {
        const lookup = lookups.get(keyOf(widthMetres, window));
        return lookup === undefined || lookup.pending > 0 ? null : lookup.of(cellId).once;
      },
    };
  };
}

/** The local day of an instant; the same few are asked for with every cell. */
function dayReader(timeZone: string): (at: number) => string {
  const known = new Map<number, string>();
  return (at) => {
    const day = known.get(at) ?? DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
    known.set(at, day);
    return day;
  };
}

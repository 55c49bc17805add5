import { metresBetween } from '../geo/distance.ts';
import type { ReadFix } from './fix.ts';
import { flag, isRestored } from './flag.ts';
import type { Thresholds } from './thresholds.ts';

/** A fix that waits for its verdict; `final` once nothing that comes after can change it. */
export type Waiting = { readonly fix: ReadFix; verdict: number; final: boolean };

/**
 * The automaton that judges the fixes of one session in order of time. What it says of a fix depends on those before
 * and on at most a few after, never on how they were delivered.
 */
export type Judge = {
  readonly thresholds: Thresholds;
  /** The last good fix whose verdict is final. */
  anchor: ReadFix | undefined;
  /** Good so far; the next fix may show it to be a jump. Without an anchor: the first fix, on probation. */
  held: Waiting | undefined;
  /** Fixes away from the anchor that agree with one another. Three of them, and it was the device that moved. */
  away: Waiting[];
  /** Fixes of one instant: one of them counts, decided when time goes on. */
  sameTime: Waiting[];
};

const agreeingToMove = 3;

export function newJudge(thresholds: Thresholds, anchor?: ReadFix): Judge {
  return { thresholds, anchor, held: undefined, away: [], sameTime: [] };
}

/** Takes the next fix in order of time, position breaking ties. */
export function judgeNext(judge: Judge, next: Waiting): void {
  if ((judge.sameTime[0]?.fix.at ?? next.fix.at) !== next.fix.at) chooseOfInstant(judge);
  judge.sameTime.push(next);
}

/** Gives every waiting fix the verdict that holds while nothing more comes. */
export function settle(judge: Judge): void {
  chooseOfInstant(judge);
  if (judge.held) {
    accept(judge, judge.held);
    judge.held = undefined;
  }
  reject(judge.away, flag.impossibleSpeed);
  judge.away = [];
}

/** A restored one of an instant's fixes, then the most accurate, then the one nearest to where the device was, then the first in order. */
function chooseOfInstant(judge: Judge): void {
  const [first, ...others] = judge.sameTime;
  judge.sameTime = [];
  if (!first) return;
  if (others.length === 0) {
    step(judge, first);
    return;
  }
  const before = judge.held?.fix ?? judge.anchor;
  const rank = ({ fix }: Waiting) =>
    [
      isRestored(fix.own) ? -1 : (fix.accuracyMetres ?? Number.POSITIVE_INFINITY),
      before ? metresBetween(before, fix) : 0,
    ] as const;
  let [best, bestRank] = [first, rank(first)];
  for (const other of others) {
    const otherRank = rank(other);
    const isBetter =
      otherRank[0] < bestRank[0] || (otherRank[0] === bestRank[0] && otherRank[1] < bestRank[1]);
    if (isBetter) [best, bestRank] = [other, otherRank];
  }
  reject(
    [first, ...others].filter((one) => one !== best),
    flag.sameTime,
  );
  step(judge, best);
}

function step(judge: Judge, next: Waiting): void {
  if (isRestored(next.fix.own)) stepRestored(judge, next);
  else if (!judge.anchor) stepOnProbation(judge, next);
  else if (judge.held) stepOn(judge, judge.anchor, judge.held, next);
  else stepAway(judge, judge.anchor, next);
}

/** A person vouches for it: it settles what waits before it, and those after are held against it. */
function stepRestored(judge: Judge, next: Waiting): void {
  const { anchor, held, away } = judge;
  const isPossible = possible(judge.thresholds);
  if (held) {
    const isOutlier = anchor
      ? isJump(judge.thresholds, anchor, held.fix, next.fix)
      : !isPossible(held.fix, next.fix);
    if (isOutlier) reject([held], flag.jump);
    else accept(judge, held);
  }
  // Where it agrees with what was good before it, it does not speak for those away from there.
  const before = judge.anchor;
  const last = away.at(-1);
  const hasMoved = last && isPossible(last.fix, next.fix) && !(before && isPossible(before, next.fix));
  if (hasMoved) for (const one of away) accept(judge, one);
  else reject(away, flag.impossibleSpeed);
  judge.held = undefined;
  judge.away = [];
  accept(judge, next);
}

/** The first fix of a session may itself be the outlier: two that agree against it overthrow it. */
function stepOnProbation(judge: Judge, next: Waiting): void {
  const { held } = judge;
  const [away] = judge.away;
  const isPossible = possible(judge.thresholds);
  if (!held) {
    judge.held = next;
  } else if (isPossible(held.fix, next.fix)) {
    reject(judge.away, flag.impossibleSpeed);
    accept(judge, held);
    judge.away = [];
    judge.held = next;
  } else if (away && isPossible(away.fix, next.fix)) {
    reject([held], flag.jump);
    accept(judge, away);
    judge.away = [];
    judge.held = next;
  } else {
    reject(judge.away, flag.impossibleSpeed);
    judge.away = [next];
  }
}

function stepOn(judge: Judge, anchor: ReadFix, held: Waiting, next: Waiting): void {
  if (isJump(judge.thresholds, anchor, held.fix, next.fix)) {
    reject([held], flag.jump);
    judge.held = next;
    return;
  }
  accept(judge, held);
  if (possible(judge.thresholds)(held.fix, next.fix)) {
    judge.held = next;
  } else {
    judge.held = undefined;
    judge.away = [next];
  }
}

function stepAway(judge: Judge, anchor: ReadFix, next: Waiting): void {
  const { away } = judge;
  const last = away.at(-1);
  const isPossible = possible(judge.thresholds);
  if (isPossible(anchor, next.fix)) {
    reject(away, flag.impossibleSpeed);
    judge.away = [];
    judge.held = next;
  } else if (!last || !isPossible(last.fix, next.fix)) {
    reject(away, flag.impossibleSpeed);
    judge.away = [next];
  } else if (away.length + 1 < agreeingToMove) {
    away.push(next);
  } else {
    for (const one of away) accept(judge, one);
    judge.away = [];
    judge.held = next;
  }
}

function accept(judge: Judge, waiting: Waiting): void {
  waiting.verdict = waiting.fix.own;
  waiting.final = true;
  judge.anchor = waiting.fix;
}

function reject(waiting: readonly Waiting[], reason: number): void {
  for (const one of waiting) {
    one.verdict = reason;
    one.final = true;
  }
}

function possible({ impossibleMetresPerSecond }: Thresholds): (a: ReadFix, b: ReadFix) => boolean {
  return (a, b) => metresBetween(a, b) * 1000 <= impossibleMetresPerSecond * (b.at - a.at);
}

/** Out and back: the neighbours lie together, the fix lies away, and nothing turns on the spot at such a speed. */
function isJump(
  { jumpMetresPerSecond, jumpMetres, jumpCloseShare, jumpWithinSeconds }: Thresholds,
  before: ReadFix,
  fix: ReadFix,
  after: ReadFix,
): boolean {
  if (after.at - before.at > jumpWithinSeconds * 1000) return false;
  const out = metresBetween(before, fix);
  if (out < jumpMetres || out * 1000 < jumpMetresPerSecond * (fix.at - before.at)) return false;
  const back = metresBetween(fix, after);
  if (back < jumpMetres || back * 1000 < jumpMetresPerSecond * (after.at - fix.at)) return false;
  return metresBetween(before, after) <= jumpCloseShare * Math.min(out, back);
}

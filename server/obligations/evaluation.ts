import type { Interval } from '../coverage/interval.ts';
import type { Judge } from './judge.ts';
import type { ObligedPlaces } from './places.ts';

/** How many places are obliged at the instant, how many of them are met and short, and how many people are missing. */
export type Totals = { judged: number; met: number; short: number; missing: number };

/**
 * How an obligation stands at each of its places at an instant, in columns. Going on to a later instant judges those
 * places again of which something changes in between; a change of people those alone that were touched by it.
 */
export class Evaluation {
  readonly totals: Totals = { judged: 0, met: 0, short: 0, missing: 0 };
  private readonly judge: Judge;
  private at: number;
  private places: readonly number[] = [];
  private obliged: (readonly Interval[])[] = [];
  private slots = new Map<number, number>();
  private missing = new Int32Array(0);
  private since = new Float64Array(0);
  private until = new Float64Array(0);
  private nextChangeAt = Number.NEGATIVE_INFINITY;
  private touched: number[] = [];

  constructor(judge: Judge, places: ObligedPlaces, at: number) {
    this.judge = judge;
    this.at = at;
    this.setPlaces(places, new Set());
  }

  /** What was known of these places is no longer so. */
  touch(places: Iterable<number>): void {
    for (const place of places) {
      const slot = this.slots.get(place);
      if (slot !== undefined) this.touched.push(slot);
    }
  }

  /** Takes other places; those that stay obliged as they were keep what was found, unless they are among the touched. */
  setPlaces(places: ObligedPlaces, touched: ReadonlySet<number>): void {
    const before = { slots: this.slots, obliged: this.obliged, missing: this.missing, since: this.since };
    const untilBefore = this.until;
    const stale = new Set(this.touched);
    const size = places.size;
    this.places = [...places.keys()];
    this.obliged = [...places.values()];
    this.slots = new Map(this.places.map((place, slot) => [place, slot]));
    this.missing = new Int32Array(size).fill(-1);
    this.since = new Float64Array(size);
    this.until = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
    Object.assign(this.totals, { judged: 0, met: 0, short: 0, missing: 0 });
    this.touched = [];
    this.places.forEach((place, slot) => {
      const old = before.slots.get(place);
      const isKept =
        old !== undefined &&
        !touched.has(place) &&
        !stale.has(old) &&
        isSame(before.obliged[old] ?? [], this.obliged[slot] ?? []);
      if (isKept) this.put(slot, before.missing[old] ?? -1, before.since[old] ?? 0, untilBefore[old] ?? 0);
    });
    this.nextChangeAt = Number.NEGATIVE_INFINITY;
  }

  /** Brings everything to an instant that is no earlier than the last. */
  advanceTo(at: number): this {
    this.at = at;
    if (at >= this.nextChangeAt) this.judgeExpired(at);
    for (const slot of this.touched.splice(0)) this.judgeSlot(slot, at);
    return this;
  }

  /** Calls with the places that are short. */
  forEachShort(visit: (place: number, since: number, missing: number) => void): void {
    for (let slot = 0; slot < this.places.length; slot++)
      if ((this.missing[slot] ?? 0) > 0)
        visit(this.places[slot] ?? 0, this.since[slot] ?? 0, this.missing[slot] ?? 0);
  }

  /** Calls with every place that is obliged now; `since` is of no meaning where nobody is missing. */
  forEach(visit: (place: number, since: number, missing: number) => void): void {
    for (let slot = 0; slot < this.places.length; slot++) {
      const missing = this.missing[slot] ?? -1;
      if (missing >= 0) visit(this.places[slot] ?? 0, this.since[slot] ?? 0, missing);
    }
  }

  /** -1 where nothing is obliged there. */
  missingAt(place: number): number {
    const slot = this.slots.get(place);
    return slot === undefined ? -1 : (this.missing[slot] ?? -1);
  }

  /** The people who count at a place. */
  countedAt(place: number): number[] {
    const obliged = this.obliged[this.slots.get(place) ?? -1];
    return obliged ? this.judge.countedAt(place, obliged, this.at) : [];
  }

  private judgeExpired(at: number): void {
    let next = Number.POSITIVE_INFINITY;
    for (let slot = 0; slot < this.places.length; slot++) {
      if ((this.until[slot] ?? 0) <= at) this.judgeSlot(slot, at);
      next = Math.min(next, this.until[slot] ?? next);
    }
    this.nextChangeAt = next;
  }

  private judgeSlot(slot: number, at: number): void {
    const { missing, since, until } = this.judge.at(this.places[slot] ?? 0, this.obliged[slot] ?? [], at);
    this.put(slot, missing, since, until);
    this.nextChangeAt = Math.min(this.nextChangeAt, until);
  }

  private put(slot: number, missing: number, since: number, until: number): void {
    this.count(this.missing[slot] ?? -1, -1);
    this.count(missing, 1);
    this.missing[slot] = missing;
    this.since[slot] = since;
    this.until[slot] = until;
  }

  private count(missing: number, by: 1 | -1): void {
    if (missing < 0) return;
    this.totals.judged += by;
    if (missing === 0) this.totals.met += by;
    else this.totals.short += by;
    this.totals.missing += missing * by;
  }
}

function isSame(a: readonly Interval[], b: readonly Interval[]): boolean {
  return (
    a.length === b.length && a.every(([from, to], index) => from === b[index]?.[0] && to === b[index]?.[1])
  );
}

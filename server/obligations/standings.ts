import { areasToCover } from '../rules/selection.ts';
import type { WindowBook } from '../rules/window-book.ts';
import { Evaluation } from './evaluation.ts';
import type { Ground } from './ground.ts';
import { type Judge, judgeOf } from './judge.ts';
import { keyOf, type Obligation } from './obligation.ts';
import { type Covered, type ObligedPlaces, placesOf } from './places.ts';
import { type Reach, reachOf } from './reach.ts';
import type { Staff } from './staff.ts';

/** What is kept of an obligation: its places, who counts, and how it stood when it was last asked for. */
type Kept = {
  obligation: Obligation;
  places: ObligedPlaces;
  judge: Judge;
  /** Of the latest instant, which moves on, and of one that was asked for beside it. */
  current: { at: number; evaluation: Evaluation } | undefined;
  other: { at: number; evaluation: Evaluation } | undefined;
};

/** Obligations that were only thought of are forgotten when there are more than this. */
const mostKept = 200;

/** How obligations stand on a ground with a staff; what was found is kept until something it rests on changes. */
export class Standings {
  readonly staff: Staff;
  private ground: Ground;
  private covered: Covered;
  private readonly windowsOf: WindowBook;
  private readonly reach: Reach;
  private readonly kept = new Map<string, Kept>();

  constructor(staff: Staff, ground: Ground, covered: Covered, windowsOf: WindowBook) {
    this.staff = staff;
    this.ground = ground;
    this.covered = covered;
    this.windowsOf = windowsOf;
    this.reach = reachOf(staff, (areaId) => this.ground.ownedBy(areaId));
  }

  /** The places of an obligation and when each is obliged. */
  placesOf(obligation: Obligation): ObligedPlaces {
    return this.keptOf(obligation).places;
  }

  judgeOf(obligation: Obligation): Judge {
    return this.keptOf(obligation).judge;
  }

  /** How an obligation stands at an instant; going on from the last is quick, any other is worked out from nothing. */
  at(obligation: Obligation, at: number): Evaluation {
    const kept = this.keptOf(obligation);
    if (kept.other?.at === at) return kept.other.evaluation.advanceTo(at);
    if (kept.current && kept.current.at <= at && at - kept.current.at < longestStepMs) {
      kept.current.at = at;
      return kept.current.evaluation.advanceTo(at);
    }
    const evaluation = new Evaluation(kept.judge, kept.places, at).advanceTo(at);
    if (!kept.current || at > kept.current.at) kept.current = { at, evaluation };
    else kept.other = { at, evaluation };
    return evaluation;
  }

  /** Takes what changed of people: only the places at which they are or were assigned are judged again. */
  touch(personIds: readonly number[], places: ReadonlySet<number>): void {
    const slots = personIds.flatMap((id) => this.staff.slotOf(id) ?? []);
    for (const kept of this.kept.values()) {
      for (const slot of slots) kept.judge.forget(slot);
      kept.current?.evaluation.touch(places);
      kept.other?.evaluation.touch(places);
    }
  }

  /** Takes another ground, or what areas cover now; places that are obliged as before keep what was found. */
  setGround(ground: Ground, covered: Covered, touched: ReadonlySet<number>): void {
    this.ground = ground;
    this.covered = covered;
    for (const kept of this.kept.values()) {
      kept.places = placesOf(kept.obligation, ground, covered);
      kept.current?.evaluation.setPlaces(kept.places, touched);
      kept.other?.evaluation.setPlaces(kept.places, touched);
    }
  }

  /** The areas whose cover the kept obligations rest on. */
  areasToCover(): number[] {
    return areasToCover([...this.kept.values()].map(({ obligation }) => obligation));
  }

  private keptOf(obligation: Obligation): Kept {
    const key = keyOf(obligation);
    const known = this.kept.get(key) ?? this.begin(obligation);
    // The least recently asked for is the first.
    this.kept.delete(key);
    this.kept.set(key, known);
    for (const oldest of [...this.kept.keys()].slice(0, Math.max(0, this.kept.size - mostKept)))
      this.kept.delete(oldest);
    return known;
  }

  private begin(obligation: Obligation): Kept {
    return {
      obligation,
      places: placesOf(obligation, this.ground, this.covered),
      judge: judgeOf(this.staff, this.reach, this.windowsOf, obligation),
      current: undefined,
      other: undefined,
    };
  }
}

/** An instant so far ahead is asked for once; what is kept of now does not follow it there. */
const longestStepMs = 86_400_000;

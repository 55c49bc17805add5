import type { WindowBook } from '../rules/window-book.ts';
import { Evaluation } from './evaluation.ts';
import type { Ground } from './ground.ts';
import { type Judge, judgeOf } from './judge.ts';
import { keyOf, type Obligation } from './obligation.ts';
import { type Covered, type ObligedPlaces, placesOf } from './places.ts';
import { type Reach, reachOf } from './reach.ts';
import { type Relatives, relativesOf, withRelatives } from './relation.ts';
import type { Staff } from './staff.ts';

/** What is kept of an obligation: its places, who counts, and how it stood when it was last asked for. */
type Kept = {
  obligation: Obligation;
  /** Worked out when they are first asked for. */
  places: ObligedPlaces | undefined;
  judge: Judge;
  /** Of the instants last asked for, the latest asked first: one follows the clock, one is of some other time. */
  found: { at: number; evaluation: Evaluation }[];
};

const mostInstants = 2;
/** What was found goes on no further than this: it is as quick from nothing, and stays with the time it is of. */
const longestStepMs = 86_400_000;

/** How obligations stand on a ground with a staff; what was found is kept until something it rests on changes. */
export class Standings {
  readonly staff: Staff;
  private ground: Ground;
  private covered: Covered;
  private readonly windowsOf: WindowBook;
  private readonly reach: Reach;
  private relatives: Relatives;
  private kept = new Map<string, Kept>();
  private lasting: ReadonlySet<string> = new Set();

  constructor(staff: Staff, ground: Ground, covered: Covered, windowsOf: WindowBook) {
    this.staff = staff;
    this.ground = ground;
    this.covered = covered;
    this.windowsOf = windowsOf;
    this.reach = reachOf(staff, (areaId) => this.ground.ownedBy(areaId));
    this.relatives = relativesOf(ground, covered);
  }

  /** Says which obligations are asked for again and again; what was kept of others goes. */
  keep(obligations: readonly Obligation[]): void {
    this.lasting = new Set(obligations.map(keyOf));
    this.kept = new Map([...this.kept].filter(([key]) => this.lasting.has(key)));
  }

  /** The places of an obligation and when each is obliged. */
  placesOf(obligation: Obligation): ObligedPlaces {
    return this.placesIn(this.keptOf(obligation));
  }

  judgeOf(obligation: Obligation): Judge {
    return this.keptOf(obligation).judge;
  }

  /** How an obligation stands at an instant; going on from the last is quick, any other is worked out from nothing. */
  at(obligation: Obligation, at: number): Evaluation {
    const kept = this.keptOf(obligation);
    const [nearest] = kept.found
      .filter((one) => one.at <= at && at - one.at < longestStepMs)
      .sort((a, b) => b.at - a.at);
    const evaluation = nearest?.evaluation ?? new Evaluation(kept.judge, this.placesIn(kept), at);
    const others = kept.found.filter((one) => one !== nearest);
    kept.found = [{ at, evaluation }, ...others].slice(0, mostInstants);
    return evaluation.advanceTo(at);
  }

  /** Takes what changed of people: only the places at which they are or were assigned are judged again. */
  touch(personIds: readonly number[], places: ReadonlySet<number>): void {
    const slots = personIds.flatMap((id) => this.staff.slotOf(id) ?? []);
    for (const kept of this.kept.values()) {
      for (const slot of slots) kept.judge.forget(slot);
      for (const { evaluation } of kept.found) evaluation.touch(places);
    }
  }

  /** Takes another ground, or what areas cover now; places that are obliged as before keep what was found. */
  setGround(ground: Ground, covered: Covered, touched: ReadonlySet<number>): void {
    this.ground = ground;
    this.covered = covered;
    this.relatives = relativesOf(ground, covered);
    for (const kept of this.kept.values()) {
      kept.places = undefined;
      const places = this.placesIn(kept);
      // Which areas are a place's own may have changed anywhere.
      const judgedAgain = kept.obligation.requires.alsoAt === undefined ? touched : new Set(places.keys());
      for (const { evaluation } of kept.found) evaluation.setPlaces(places, judgedAgain);
    }
  }

  /** Those of which something is kept. */
  keptObligations(): Obligation[] {
    return [...this.kept.values()].map(({ obligation }) => obligation);
  }

  private placesIn(kept: Kept): ObligedPlaces {
    kept.places ??= withRelatives(
      placesOf(kept.obligation, this.ground, this.covered),
      kept.obligation,
      this.relatives,
    );
    return kept.places;
  }

  /** Only of the obligations that last is anything kept: those that somebody thinks of come once. */
  private keptOf(obligation: Obligation): Kept {
    const key = keyOf(obligation);
    const known = this.kept.get(key);
    if (known) return known;
    const begun = this.begin(obligation);
    if (this.lasting.has(key)) this.kept.set(key, begun);
    return begun;
  }

  private begin(obligation: Obligation): Kept {
    return {
      obligation,
      places: undefined,
      judge: judgeOf(this.staff, this.reach, this.windowsOf, obligation, (place, kind) =>
        this.relatives(place, kind),
      ),
      found: [],
    };
  }
}

import type { Knex } from 'knex';
import { sideBySide } from '../database/side-by-side.ts';
import type { StaffingRule } from '../rules/rule.ts';
import { type WindowBook, windowBook } from '../rules/window-book.ts';
import { changePeople } from './change-people.ts';
import { CoverBook } from './cover-book.ts';
import { type Ground, groundOf, type KnownArea } from './ground.ts';
import {
  type Present,
  readAreas,
  readChangedPeople,
  readPresent,
  readStaffingRules,
} from './ground-queries.ts';
import { anOfficer, aVolunteer, type Obligation, somebody } from './obligation.ts';
import type { PersonFacts } from './person.ts';
import type { Covered } from './places.ts';
import { PlanBook } from './plan-book.ts';
import { areasToAsk } from './relation.ts';
import { Staff } from './staff.ts';
import { readPeople } from './staff-queries.ts';
import { Standings } from './standings.ts';

/** What is handed out for one look: nothing of it may be kept beyond. */
export type Look = {
  standings: Standings;
  rules: readonly StaffingRule[];
  windowsOf: WindowBook;
  ground: Ground;
  covered: Covered;
  /** Of the staff: the same as long as nothing of anybody changes. */
  staffRevision: number;
};

/** `changed` is null where everybody was read. */
type ReadStaff = { changed: number[] | null; people: PersonFacts[] };

/**
 * Staff, ground and rules of a database as they were last found, with how obligations stand on them. Several processes
 * may run on one database: at each look the counters are asked first, and only what changed since is read.
 */
export class HeldObligations {
  private readonly timeZone: string;
  private readonly windowsOf: WindowBook;
  private readonly plans = new PlanBook();
  private readonly covers = new CoverBook();
  private rules = new Map<number, StaffingRule>();
  private areas: ReadonlyMap<number, KnownArea> = new Map();
  /** Places of plans that changed, until the ground is made anew: reading what it takes may fail in between. */
  private readonly touched = new Set<number>();
  private areasRevision = -1;
  private staffRevision = -1;
  private ground: Ground = groundOf([], [], this.areas);
  private standings: Standings;
  private last: Promise<unknown> = Promise.resolve();

  constructor(timeZone: string) {
    this.timeZone = timeZone;
    this.windowsOf = windowBook(timeZone);
    this.standings = this.begin(new Staff());
  }

  /**
   * Brings everything up to date and hands it to `use`, which must not wait for anything, for others wait for it.
   * `further` are obligations beside the stored rules that it asks about.
   */
  look<Result>(db: Knex, further: readonly Obligation[], use: (look: Look) => Result): Promise<Result> {
    const turn = async () => {
      const rules = await this.refresh(db, further);
      return use({
        standings: this.standings,
        rules,
        windowsOf: this.windowsOf,
        ground: this.ground,
        covered: this.covers.covered(this.areas),
        staffRevision: this.staffRevision,
      });
    };
    const result = this.last.then(turn, turn);
    this.last = result.catch(() => undefined);
    return result;
  }

  private async refresh(db: Knex, further: readonly Obligation[]): Promise<StaffingRule[]> {
    const present = await readPresent(db);
    const rules = await this.readRules(db, present);
    const [people] = await sideBySide(
      db,
      () => this.readStaff(db, present),
      () => this.refreshGround(db, present, [...rules, ...further]),
    );
    this.takeStaff(people, present);
    this.standings.keep([somebody, anOfficer, aVolunteer, ...rules]);
    return rules;
  }

  /** A rule stays the same value as long as it stays as it is; what it selects and requires never changes. */
  private async readRules(db: Knex, present: Present): Promise<StaffingRule[]> {
    const unknown = present.rules.filter(({ id }) => !this.rules.has(id)).map(({ id }) => id);
    const read = unknown.length === 0 ? [] : await readStaffingRules(db, unknown);
    const texts = new Map(read.map((text) => [text.id, text]));
    const rules = present.rules.flatMap(({ id, name, from, to: end }): StaffingRule[] => {
      const known = this.rules.get(id);
      const to = end ?? Number.POSITIVE_INFINITY;
      if (known && known.name === name && known.to === to) return [known];
      const text = known ?? texts.get(id);
      return text ? [{ ...text, id, name, from, to, kind: 'staffing' }] : [];
    });
    this.rules = new Map(rules.map((rule) => [rule.id, rule]));
    return rules;
  }

  private async refreshGround(db: Knex, present: Present, asked: readonly Obligation[]): Promise<void> {
    for (const place of await this.plans.take(db, present.plans)) this.touched.add(place);
    const hasNewAreas = present.areas !== this.areasRevision;
    if (hasNewAreas) this.areas = new Map((await readAreas(db)).map((area) => [area.id, area]));
    const hasNewGround = hasNewAreas || this.touched.size > 0;
    if (hasNewGround) this.covers.forget();
    await this.covers.read(db, areasToAsk([...asked, ...this.standings.keptObligations()], this.areas));
    if (!hasNewGround) return;
    this.ground = groundOf(this.plans.plans(), this.plans.usageNames, this.areas);
    this.standings.setGround(this.ground, this.covers.covered(this.areas), this.touched);
    this.touched.clear();
    this.areasRevision = present.areas;
  }

  private async readStaff(db: Knex, present: Present): Promise<ReadStaff | null> {
    if (present.staff === this.staffRevision) return null;
    const changed = await readChangedPeople(db, this.staffRevision, present.staff);
    return { changed, people: await readPeople(db, this.timeZone, changed) };
  }

  private takeStaff(read: ReadStaff | null, present: Present): void {
    if (!read) return;
    this.staffRevision = present.staff;
    if (read.changed) changePeople(this.standings, this.ground, read.changed, read.people);
    else this.standings = this.begin(staffOf(read.people));
  }

  private begin(staff: Staff): Standings {
    return new Standings(staff, this.ground, this.covers.covered(this.areas), this.windowsOf);
  }
}

function staffOf(people: readonly PersonFacts[]): Staff {
  const staff = new Staff();
  for (const person of people) staff.replace(person);
  return staff;
}

const heldByDatabase = new WeakMap<object, HeldObligations>();

/** What is held of a database; a transaction has its own, for what it sees may never come to be. */
export function obligationsOf(db: Knex, timeZone: string): HeldObligations {
  if (db.isTransaction) return new HeldObligations(timeZone);
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? new HeldObligations(timeZone);
  heldByDatabase.set(key, held);
  return held;
}

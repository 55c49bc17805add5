import type { PersonFacts } from './person.ts';

/**
 * Who is assigned where, in memory: a row an assignment, in columns, and for each place the list of its rows. One
 * person's rows are replaced without looking at any other's, so a change costs the same however many there are.
 */
export class Staff {
  /** By row; -1 where the row is free. */
  person = new Int32Array(1_024);
  role = new Int32Array(1_024);
  place = new Float64Array(1_024);
  from = new Float64Array(1_024);
  to = new Float64Array(1_024);
  /** By slot of a person. */
  readonly facts: (PersonFacts | undefined)[] = [];

  private rows = 0;
  private readonly freeRows: number[] = [];
  private readonly rowsByPlace = new Map<number, number[]>();
  private readonly rowsByPerson: number[][] = [];
  private readonly slots = new Map<number, number>();
  private readonly roles = new Map<string, number>();

  /** The rows of a place, in no order. */
  rowsAt(place: number): readonly number[] {
    return this.rowsByPlace.get(place) ?? none;
  }

  /** The number of a role; -1 where nobody ever had it. */
  roleCode(role: string): number {
    return this.roles.get(role) ?? -1;
  }

  /** The slot of a person; undefined for one who was never assigned. */
  slotOf(personId: number): number | undefined {
    return this.slots.get(personId);
  }

  /** Where a person is assigned at any time. */
  placesOf(personId: number): number[] {
    const slot = this.slots.get(personId);
    const rows = slot === undefined ? none : (this.rowsByPerson[slot] ?? none);
    return rows.map((row) => this.place[row] ?? 0);
  }

  /** Calls with everybody who is assigned at an instant, and where. */
  forEachAt(at: number, visit: (personId: number, place: number) => void): void {
    for (let row = 0; row < this.rows; row++) {
      const person = this.facts[this.person[row] ?? -1];
      if (person && (this.from[row] ?? 0) <= at && at < (this.to[row] ?? 0))
        visit(person.id, this.place[row] ?? 0);
    }
  }

  /** Puts what is now known of a person in place of what was. */
  replace(facts: PersonFacts): void {
    const slot = this.slots.get(facts.id) ?? this.facts.length;
    this.slots.set(facts.id, slot);
    this.clear(slot);
    this.facts[slot] = facts;
    this.rowsByPerson[slot] = facts.assigned.map(({ place, role, from, to }) => {
      const row = this.takeRow();
      this.person[row] = slot;
      this.role[row] = this.codeOf(role);
      this.place[row] = place;
      this.from[row] = from;
      this.to[row] = to;
      const known = this.rowsByPlace.get(place);
      if (known) known.push(row);
      else this.rowsByPlace.set(place, [row]);
      return row;
    });
  }

  /** Forgets where a person was assigned; the slot stays theirs. */
  remove(personId: number): void {
    const slot = this.slots.get(personId);
    if (slot === undefined) return;
    this.clear(slot);
    this.facts[slot] = undefined;
  }

  private clear(slot: number): void {
    for (const row of this.rowsByPerson[slot] ?? none) {
      const place = this.place[row] ?? 0;
      const left = this.rowsAt(place).filter((one) => one !== row);
      if (left.length > 0) this.rowsByPlace.set(place, left);
      else this.rowsByPlace.delete(place);
      this.person[row] = -1;
      this.freeRows.push(row);
    }
    this.rowsByPerson[slot] = [];
  }

  private takeRow(): number {
    const free = this.freeRows.pop();
    if (free !== undefined) return free;
    if (this.rows === this.person.length) this.grow();
    return this.rows++;
  }

  private grow(): void {
    const size = this.rows * 2;
    this.person = grown(this.person, new Int32Array(size));
    this.role = grown(this.role, new Int32Array(size));
    this.place = grown(this.place, new Float64Array(size));
    this.from = grown(this.from, new Float64Array(size));
    this.to = grown(this.to, new Float64Array(size));
  }

  private codeOf(role: string): number {
    const known = this.roles.get(role) ?? this.roles.size;
    this.roles.set(role, known);
    return known;
  }
}

const none: readonly number[] = [];

function grown<Column extends Int32Array | Float64Array>(column: Column, wider: Column): Column {
  wider.set(column);
  return wider;
}

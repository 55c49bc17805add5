/** A state of what is known of cells. */
export type Moment = {
  /** The cells of which something else was known at an earlier moment than is now; undefined where nobody remembers. */
  cellsSince: (before: Moment) => ReadonlySet<number> | undefined;
  number: number;
};

/** Those of a few late uploads; beyond, it is better to look at all cells. */
const mostNoted = 20_000;

/** Notes which cells something else becomes known of, so that figures about all need not be worked out anew. */
export class ChangedCells {
  #number = 0;
  /** Of what was before this moment nobody knows what has changed since. */
  #since = 0;
  readonly #changedAt = new Map<number, number>();

  note(cellIds: Iterable<number>): void {
    this.#number++;
    for (const cellId of cellIds) this.#changedAt.set(cellId, this.#number);
    if (this.#changedAt.size > mostNoted) this.forget();
  }

  forget(): void {
    this.#changedAt.clear();
    this.#since = ++this.#number;
  }

  now(): Moment {
    return { number: this.#number, cellsSince: (before) => this.#between(before.number) };
  }

  #between(before: number): ReadonlySet<number> | undefined {
    if (before < this.#since) return undefined;
    const cells = new Set<number>();
    for (const [cellId, changed] of this.#changedAt) if (changed > before) cells.add(cellId);
    return cells;
  }
}

/** Numbers distinct points from 0: equal points get the same number. */
export class PointTable {
  readonly xs: number[] = [];
  readonly ys: number[] = [];
  readonly #unitsPerOne: number;
  #slots = new Int32Array(4096).fill(-1);

  /** `unitsPerOne` spreads points over the table that are no integers: 1e7 for degrees. */
  constructor(unitsPerOne = 1) {
    this.#unitsPerOne = unitsPerOne;
  }

  get size(): number {
    return this.xs.length;
  }

  /** The number of the point, given on first sight. */
  id(x: number, y: number): number {
    if (this.xs.length * 2 > this.#slots.length) this.#grow();
    const slot = this.#slotOf(x, y);
    const known = this.#slots[slot] ?? -1;
    if (known >= 0) return known;
    this.#slots[slot] = this.xs.length;
    this.xs.push(x);
    this.ys.push(y);
    return this.xs.length - 1;
  }

  #slotOf(x: number, y: number): number {
    const mask = this.#slots.length - 1;
    const units = this.#unitsPerOne;
    let slot = (Math.imul(x * units, 0x9e3779b1) ^ Math.imul(y * units, 0x85ebca6b)) >>> 0;
    slot = (slot ^ (slot >>> 15)) & mask;
    for (;;) {
      const id = this.#slots[slot] ?? -1;
      if (id < 0 || (this.xs[id] === x && this.ys[id] === y)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #grow(): void {
    this.#slots = new Int32Array(this.#slots.length * 4).fill(-1);
    for (let id = 0; id < this.xs.length; id++) {
      this.#slots[this.#slotOf(this.xs[id] ?? 0, this.ys[id] ?? 0)] = id;
    }
  }
}

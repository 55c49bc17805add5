/**
 * Numbers distinct points from 0 in order of appearance: equal points get the same number. Open addressing over typed
 * arrays, in plain loops: 3.7 million positions a plan of 100,000 cells.
 */
export class NodeNumbers {
  xs: Float64Array;
  ys: Float64Array;
  count = 0;
  /** Numbers plus one; 0 is free. */
  #slots: Int32Array;

  /** Room for so many points to begin with: memory that is never written to is never taken. */
  constructor(room: number) {
    this.xs = new Float64Array(room);
    this.ys = new Float64Array(room);
    this.#slots = new Int32Array(slotsFor(room));
  }

  /** Writes the numbers of a ring's positions, `flat` from `start` to before `end`, to the beginning of `nodes`. */
  number(flat: Float64Array, start: number, end: number, nodes: Int32Array): void {
    if (this.count + (end - start) / 2 > this.xs.length) this.#grow((end - start) / 2);
    const { xs, ys } = this;
    const slots = this.#slots;
    let last = 0;
    let at = 0;
    for (let i = start; i + 1 < end; i += 2) {
      const x = flat[i] ?? 0;
      const y = flat[i + 1] ?? 0;
      // Along the border of a neighbour that is numbered already, which runs the other way round.
      if (last > 0 && xs[last - 1] === x && ys[last - 1] === y) {
        last--;
      } else {
        const slot = slotOf(slots, xs, ys, x, y);
        last = (slots[slot] ?? 0) - 1;
        if (last < 0) {
          last = this.count++;
          xs[last] = x;
          ys[last] = y;
          slots[slot] = this.count;
        }
      }
      nodes[at++] = last;
    }
  }

  #grow(more: number): void {
    const room = grownRoom(this.xs.length, this.count + more);
    this.xs = copied(this.xs, new Float64Array(room));
    this.ys = copied(this.ys, new Float64Array(room));
    const slots = new Int32Array(slotsFor(room));
    for (let node = 0; node < this.count; node++)
      slots[slotOf(slots, this.xs, this.ys, this.xs[node] ?? 0, this.ys[node] ?? 0)] = node + 1;
    this.#slots = slots;
  }
}

/** A block holds this many slots: one tile's points lie in it, as long as there is room within a few steps. */
const blockSlots = 64;
const stepsInBlock = 8;
/** Tiles of some 700 m: what is near each other in a ring lies near each other in memory. */
const tileShift = 16;

/** Where a point is, or would be. */
function slotOf(slots: Int32Array, xs: Float64Array, ys: Float64Array, x: number, y: number): number {
  const mask = slots.length - 1;
  const column = Math.imul(x * 1e7, 1);
  const row = Math.imul(y * 1e7, 1);
  const hash = Math.imul(column, 0x9e3779b1) ^ Math.imul(row, 0x85ebca6b);
  const spread = hash ^ (hash >>> 15);
  const tile = Math.imul(column >> tileShift, 0x9e3779b1) ^ Math.imul(row >> tileShift, 0x85ebca6b);
  const block = Math.imul(tile ^ (tile >>> 15), blockSlots);
  for (let step = 0; step < stepsInBlock; step++) {
    const slot = (block + ((spread + step) & (blockSlots - 1))) & mask;
    const node = (slots[slot] ?? 0) - 1;
    if (node < 0 || (xs[node] === x && ys[node] === y)) return slot;
  }
  // A tile with more points than its block has room for.
  let slot = spread & mask;
  let node = (slots[slot] ?? 0) - 1;
  while (node >= 0 && (xs[node] !== x || ys[node] !== y)) {
    slot = (slot + 1) & mask;
    node = (slots[slot] ?? 0) - 1;
  }
  return slot;
}

/** Slots for so many entries at most, of which neighbours share half: a power of two with some of them always free. */
function slotsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(entries * 1.05 + blockSlots));
}

/** What a column grows to that must take so many. */
export const grownRoom = (room: number, wanted: number): number => Math.max(room * 2, wanted, 1024);

/** The larger column with what the smaller one has. */
export function copied<Column extends Float64Array | Int32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}

/**
 * The distinct points of rings, numbered from 0 in order of appearance: equal points get the same number. `nodes` holds
 * the numbers of all positions, ring after ring.
 */
export type NumberedNodes = { xs: Float64Array; ys: Float64Array; nodes: Int32Array };

/** Open addressing over typed arrays, in plain loops: 3.7 million positions a plan of 100,000 cells. */
type Table = {
  xs: Float64Array;
  ys: Float64Array;
  count: number;
  /** Numbers plus one; 0 is free. */
  slots: Int32Array;
};

export function numberNodes(rings: readonly Float64Array[]): NumberedNodes {
  const positions = rings.reduce((sum, ring) => sum + ring.length / 2, 0);
  const table: Table = {
    xs: new Float64Array(positions),
    ys: new Float64Array(positions),
    count: 0,
    slots: new Int32Array(slotsFor(positions)),
  };
  const nodes = new Int32Array(positions);
  let at = 0;
  for (const ring of rings) at = numberRing(table, ring, nodes, at);
  return { xs: table.xs.subarray(0, table.count), ys: table.ys.subarray(0, table.count), nodes };
}

/** Slots for so many entries at most, of which neighbours share half: a power of two with some of them always free. */
export function slotsFor(entries: number): number {
  return 2 ** Math.ceil(Math.log2(entries * 1.05 + 16));
}

/** Writes the numbers of a ring's positions from `at` on; returns where the next ring begins. */
function numberRing(table: Table, ring: Float64Array, nodes: Int32Array, at: number): number {
  const { xs, ys, slots } = table;
  const mask = slots.length - 1;
  let last = 0;
  for (let i = 0; i + 1 < ring.length; i += 2) {
    const x = ring[i] ?? 0;
    const y = ring[i + 1] ?? 0;
    // Along the border of a neighbour that is numbered already, which runs the other way round.
    if (last > 0 && xs[last - 1] === x && ys[last - 1] === y) {
      last--;
    } else {
      const hash = Math.imul(x * 1e7, 0x9e3779b1) ^ Math.imul(y * 1e7, 0x85ebca6b);
      let slot = (hash ^ (hash >>> 15)) & mask;
      last = (slots[slot] ?? 0) - 1;
      while (last >= 0 && (xs[last] !== x || ys[last] !== y)) {
        slot = (slot + 1) & mask;
        last = (slots[slot] ?? 0) - 1;
      }
      if (last < 0) {
        last = table.count++;
        xs[last] = x;
        ys[last] = y;
        slots[slot] = table.count;
      }
    }
    nodes[at++] = last;
  }
  return at;
}

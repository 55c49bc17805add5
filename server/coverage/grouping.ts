/**
 * Positions of a list by their keys: those of a key are `positions[i]` for i from `starts[slot]` to before
 * `starts[slot + 1]`, in order, where `slot` is that of the key. Plain arrays, for it is asked once for every cell.
 */
export type Grouping = {
  /** -1 for a key that is not in the list. */
  slotOf: (key: number) => number;
  starts: Int32Array;
  positions: Int32Array;
};

/** Groups a list by its keys: one pass counts, one places, nothing is sorted. */
export function groupPositions(keys: ArrayLike<number>): Grouping {
  const slots = new Map<number, number>();
  const slotAt = new Int32Array(keys.length);
  const counts: number[] = [];
  for (let position = 0; position < keys.length; position++) {
    const key = keys[position] ?? 0;
    const slot = slots.get(key) ?? slots.size;
    if (slot === counts.length) {
      slots.set(key, slot);
      counts.push(0);
    }
    slotAt[position] = slot;
    counts[slot] = (counts[slot] ?? 0) + 1;
  }
  const starts = new Int32Array(counts.length + 1);
  for (let slot = 0; slot < counts.length; slot++)
    starts[slot + 1] = (starts[slot] ?? 0) + (counts[slot] ?? 0);
  const next = starts.slice();
  const positions = new Int32Array(keys.length);
  for (let position = 0; position < keys.length; position++) {
    const slot = slotAt[position] ?? 0;
    const place = next[slot] ?? 0;
    positions[place] = position;
    next[slot] = place + 1;
  }
  return { slotOf: (key) => slots.get(key) ?? -1, starts, positions };
}

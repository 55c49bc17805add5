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
export function groupPositions(keys: Float64Array): Grouping {
  const { slotOf, slotAt, count } = numberKeys(keys);
  const starts = new Int32Array(count + 1);
  for (const slot of slotAt) starts[slot + 1] = (starts[slot + 1] ?? 0) + 1;
  for (let slot = 0; slot < count; slot++) starts[slot + 1] = (starts[slot + 1] ?? 0) + (starts[slot] ?? 0);
  const next = starts.slice();
  const positions = new Int32Array(keys.length);
  for (let position = 0; position < keys.length; position++) {
    const slot = slotAt[position] ?? 0;
    const place = next[slot] ?? 0;
    positions[place] = position;
    next[slot] = place + 1;
  }
  return { slotOf, starts, positions };
}

/** Ids of one plan's cells lie close together: a table that is indexed by them is far quicker than a map. */
const widestTable = 4_000_000;

function numberKeys(keys: Float64Array) {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const key of keys) {
    if (key < least) least = key;
    if (key > most) most = key;
  }
  return most - least < widestTable ? numberByTable(keys, least, most) : numberByMap(keys);
}

function numberByTable(keys: Float64Array, least: number, most: number) {
  const table = new Int32Array(Math.max(0, most - least + 1));
  const slotAt = new Int32Array(keys.length);
  let count = 0;
  for (let position = 0; position < keys.length; position++) {
    const index = (keys[position] ?? 0) - least;
    const known = table[index] ?? 0;
    const slot = known === 0 ? count++ : known - 1;
    table[index] = slot + 1;
    slotAt[position] = slot;
  }
  return { slotOf: (key: number) => (table[key - least] ?? 0) - 1, slotAt, count };
}

function numberByMap(keys: Float64Array) {
  const slots = new Map<number, number>();
  const slotAt = new Int32Array(keys.length);
  for (let position = 0; position < keys.length; position++) {
    const key = keys[position] ?? 0;
    const slot = slots.get(key) ?? slots.size;
    if (slot === slots.size) slots.set(key, slot);
    slotAt[position] = slot;
  }
  return { slotOf: (key: number) => slots.get(key) ?? -1, slotAt, count: slots.size };
}

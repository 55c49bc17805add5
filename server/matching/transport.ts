/**
 * People to places at least cost: every place and every person takes so many units at prices that never fall, and
 * between them run arcs of one unit each. All costs are whole numbers, so that the answer is the same on every machine.
 */
export type Transport = {
  people: number;
  slots: number;
  /** Arcs of slot s are at `arcStarts[s]` to `arcStarts[s + 1]`. */
  arcStarts: Int32Array;
  arcPeople: Int32Array;
  arcCosts: Int32Array;
  /** What the first, second … person in a slot costs, not falling; negative: not filling it costs as much. */
  slotUnits: Units;
  /** What a person's first, second … slot costs, not falling. */
  personUnits: Units;
};

/** Lists of numbers behind one another: of the n-th, those at `starts[n]` to `starts[n + 1]`. */
export type Units = { starts: Int32Array; costs: Int32Array };

export type Flow = {
  /** One byte an arc: 1 where the person goes to the slot. */
  taken: Uint8Array;
  /** Over all arcs and units taken. */
  cost: number;
  /** Dual prices: an arc that is not here would lower the cost only if its cost plus the slot's is less than the person's. */
  slotPrices: Float64Array;
  personPrices: Float64Array;
};

export function unitsOf(lists: readonly (readonly number[])[]): Units {
  const starts = new Int32Array(lists.length + 1);
  lists.forEach((list, index) => {
    starts[index + 1] = (starts[index] ?? 0) + list.length;
  });
  return { starts, costs: Int32Array.from(lists.flat()) };
}

/** What waits to be stored with others. */
export type Groupable = {
  /** Of one key there is at most one in a group, and one group at a time: they are stored in the order they came. */
  key: number;
  /** How many rows it comes to, roughly; at least one. */
  weight: number;
};

export type Limits = {
  /** How long the first of a group waits for others. */
  windowMs: number;
  /**
   * A group that weighs so much waits no longer where one may be stored. Small enough that under load one is stored
   * while the next arrives, rather than everybody waiting for one and the same; large enough that what each costs by
   * itself does not count.
   */
  enough: number;
  /** A group that weighs so much takes no more. */
  heavy: number;
  /** So many groups are stored at a time. */
  atOnce: number;
  /** What may wait and be stored in all; more is refused. Of one key it is a quarter, so that others are taken. */
  most: number;
};

const shareOfOne = 1 / 4;

type Waiting<T, R> = { item: T; resolve: (result: R) => void; reject: (error: unknown) => void };

/**
 * Collects what arrives within a time and has it stored together. While groups are stored, the next ones grow. `store`
 * comes back when the group is done with, with what became of each; one that takes longer by itself may go on. Returns
 * a function that answers once an item is stored; it throws `overloaded()` where too much waits.
 */
export function grouping<T extends Groupable, R>(
  { windowMs, enough, heavy, atOnce, most }: Limits,
  store: (group: readonly T[]) => Promise<readonly (R | Promise<R>)[]>,
  overloaded: () => Error,
): (item: T) => Promise<R> {
  let waiting: Waiting<T, R>[] = [];
  let weight = 0;
  let running = 0;
  let isDue = false;
  let timer: NodeJS.Timeout | undefined;
  const busy = new Set<number>();
  /** What is not settled, all of it and by key. */
  let held = 0;
  const heldOf = new Map<number, number>();

  const hold = (key: number, more: number) => {
    held += more;
    const own = (heldOf.get(key) ?? 0) + more;
    if (own === 0) heldOf.delete(key);
    else heldOf.set(key, own);
  };

  const startDue = () => {
    while (running < atOnce && (isDue || weight >= enough)) {
      const group = pick();
      if (group.length === 0) break;
      void run(group);
    }
    if (waiting.length > 0) return;
    clearTimeout(timer);
    timer = undefined;
    isDue = false;
  };

  const pick = (): Waiting<T, R>[] => {
    const group: Waiting<T, R>[] = [];
    const rest: Waiting<T, R>[] = [];
    const keys = new Set(busy);
    let sum = 0;
    for (const one of waiting) {
      const { key } = one.item;
      if (sum >= heavy || keys.has(key)) rest.push(one);
      else {
        group.push(one);
        sum += one.item.weight;
      }
      keys.add(key);
    }
    waiting = rest;
    weight -= sum;
    return group;
  };

  const run = async (group: readonly Waiting<T, R>[]): Promise<void> => {
    running++;
    for (const { item } of group) busy.add(item.key);
    const outcomes = await store(group.map(({ item }) => item)).catch((error: unknown) =>
      group.map(() => Promise.reject(error)),
    );
    running--;
    group.forEach((one, index) => void settle(one, outcomes[index] as R));
    startDue();
  };

  const settle = async ({ item, resolve, reject }: Waiting<T, R>, outcome: R | Promise<R>): Promise<void> => {
    try {
      resolve(await outcome);
    } catch (error) {
      reject(error);
    }
    busy.delete(item.key);
    hold(item.key, -item.weight);
    if (isDue) startDue();
  };

  return (item) =>
    new Promise<R>((resolve, reject) => {
      const own = heldOf.get(item.key) ?? 0;
      // One that is more than all of it is taken where nothing else is.
      if (held > 0 && held + item.weight > most) throw overloaded();
      if (own > 0 && own + item.weight > most * shareOfOne) throw overloaded();
      hold(item.key, item.weight);
      waiting.push({ item, resolve, reject });
      weight += item.weight;
      timer ??= setTimeout(() => {
        isDue = true;
        startDue();
      }, windowMs);
      startDue();
    });
}

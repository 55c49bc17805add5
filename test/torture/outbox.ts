import { type Random, seededRandom } from '../../server/demo/random.ts';
import type { KnownFix } from './walk.ts';

const blockSize = 30;

/**
 * In which order a device uploads what it records: mostly as recorded, some of it much later, some stretches in any
 * order, and now and then something that was acknowledged already.
 */
export function* outbox(seed: number, fixes: Iterable<KnownFix>): Generator<KnownFix, void, undefined> {
  const random = seededRandom(seed ^ 0x0b0c5);
  let late: KnownFix[] = [];
  for (const block of blocks(fixes)) {
    const held = random.chance(0.3) ? block.splice(0, random.whole(1, block.length)) : [];
    const order = random.chance(0.2) ? shuffled(random, block) : block;
    for (const fix of order) {
      yield fix;
      if (random.chance(0.03)) yield random.pick(order);
    }
    if (late.length > 0 && random.chance(0.5)) {
      yield* late;
      late = [];
    }
    late.push(...held);
  }
  yield* late;
}

function* blocks(fixes: Iterable<KnownFix>): Generator<KnownFix[], void, undefined> {
  let block: KnownFix[] = [];
  for (const fix of fixes) {
    block.push(fix);
    if (block.length < blockSize) continue;
    yield block;
    block = [];
  }
  if (block.length > 0) yield block;
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

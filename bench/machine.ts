import { readFileSync } from 'node:fs';
import { median } from './figure.ts';

const rounds = 9;
const numbers = 1_000_000;

/**
 * Milliseconds for sorting the same million numbers, the median of nine. A machine that is shared is now and then half
 * as fast as an hour before: figures in seconds of two runs compare only as far as this does.
 */
export function yardstick(): number {
  const times: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const list = Float64Array.from(
      { length: numbers },
      (_, index) => (index * 2_654_435_761) % 4_294_967_291,
    );
    const startedAt = performance.now();
    list.sort();
    times.push(performance.now() - startedAt);
  }
  return median(times);
}

/** Of the time of all processors since the start of the machine, in ticks; null where there is no /proc. */
type Ticks = { all: number; stolen: number } | null;

/** What the kernel has counted so far; `stolen` is what other guests of the same host took. */
export function readTicks(): Ticks {
  if (process.platform !== 'linux') return null;
  const [, ...fields] = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0]?.split(/\s+/) ?? [];
  // user nice system idle iowait irq softirq steal: proc(5)
  const counts = fields.slice(0, 8).map(Number);
  return { all: counts.reduce((sum, count) => sum + count, 0), stolen: counts[7] ?? 0 };
}

/** The share of the processors' time since `before` that others took; null where nobody counts it. */
export function stolenSince(before: Ticks): number | null {
  const now = readTicks();
  return before && now ? (now.stolen - before.stolen) / Math.max(1, now.all - before.all) : null;
}

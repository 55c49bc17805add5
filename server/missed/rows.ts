import type { RankedGap } from '../coverage/gap-list.ts';
import type { Missed } from './gather.ts';
import type { MissedRow } from './missed.ts';

/** So many rows are told at a time, so that others get their turn in between. */
const rowsAtOnce = 200;

/** Every row that was missed, station by station. */
export async function* rowsOf({ groups, tell }: Missed): AsyncGenerator<MissedRow> {
  const gaps: RankedGap[] = groups.flatMap((group) => [...group.gaps]);
  for (let from = 0; from < gaps.length; from += rowsAtOnce) {
    yield* await tell(gaps.slice(from, from + rowsAtOnce));
    await new Promise((resolve) => setImmediate(resolve));
  }
}

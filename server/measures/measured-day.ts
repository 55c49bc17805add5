import { dayMs } from '../tracks/thresholds.ts';
import type { StaleDay } from './day-queries.ts';
import type { Measuring } from './measure.ts';
import type { measureDay } from './measure-day.ts';
import type { MeasuredDay } from './measured-store.ts';
import { packPasses } from './passes.ts';
import { packRuns } from './square-runs.ts';

/** What was found of a device's day. */
export type Found = ReturnType<typeof measureDay>;

export const nothingFound: Found = { stays: [], passes: [], runs: [] };

/** What was found of a day as it is written, with all that the day is measured against now. */
export function measuredDay(
  { deviceId, day, signature, known }: StaleDay,
  { ground: { versionId, layerIds }, squares }: Measuring,
  { stays, passes, runs }: Found,
): MeasuredDay {
  return {
    deviceId,
    day,
    signature,
    versionId: Math.max(versionId, known?.versionId ?? 0),
    layerIds: [...new Set([...layerIds, ...(known?.layerIds ?? [])])].sort((a, b) => a - b),
    squares: squares || (known?.squares ?? false),
    isAnew: known === null,
    stays,
    passes: grouped(passes, ({ piece, personId }) => `${piece.layerId} ${personId ?? 0}`).map((group) => ({
      layerId: group[0].piece.layerId,
      personId: group[0].personId ?? 0,
      packed: packPasses(group, day * dayMs),
    })),
    runs: grouped(runs, ({ personId }) => `${personId ?? 0}`).map((group) => ({
      personId: group[0].personId ?? 0,
      packed: packRuns(group, day * dayMs),
    })),
  };
}

function grouped<T>(all: readonly T[], keyOf: (one: T) => string): [T, ...T[]][] {
  const groups = new Map<string, [T, ...T[]]>();
  for (const one of all) {
    const key = keyOf(one);
    const group = groups.get(key);
    if (group) group.push(one);
    else groups.set(key, [one]);
  }
  return [...groups.values()];
}

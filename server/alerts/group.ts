import type { GapKind } from '../coverage/gap.ts';

export type AlertEvent = 'opened' | 'worsened';

/** What is told of together. */
export type NewAlert<T> = { event: AlertEvent; kind: GapKind; stationId: number | null; gaps: T[] };

/**
 * One alert for each kind of gap in each station: a rule that begins to hold everywhere is told in a few lines, not in
 * thousands. No gap is lost, and each is in one alert.
 */
export function groupAlerts<T extends { kind: GapKind; stationId: number | null; severity: number }>(
  gaps: Record<AlertEvent, readonly T[]>,
): NewAlert<T>[] {
  const events = ['opened', 'worsened'] as const;
  return events.flatMap((event) => {
    const groups = new Map<string, NewAlert<T>>();
    for (const gap of gaps[event]) {
      const { kind, stationId } = gap;
      const key = `${kind} ${stationId ?? ''}`;
      const group = groups.get(key) ?? { event, kind, stationId, gaps: [] };
      group.gaps.push(gap);
      groups.set(key, group);
    }
    return [...groups.values()].map((group) => ({
      ...group,
      gaps: group.gaps.toSorted((a, b) => b.severity - a.severity),
    }));
  });
}

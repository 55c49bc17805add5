/** An obligation that is not met, as far as it matters whether that is new or worse. Epoch ms. */
export type OpenGap = { obligation: string; since: number; severity: number; missing: number };

/** The worst that was told of it, and when it was seen closed, where it is. */
export type StoredGap = { since: number; worst: number; missing: number; closedAt: number | null };

export type Changes<T extends OpenGap> = {
  opened: T[];
  worsened: T[];
  /** Obligations that were told as closed and are open as they were: nothing new, but not closed either. */
  reopened: string[];
  /** Obligations that are met again, or were between the two looks. */
  closed: string[];
  /** What is to be known at the next look, of those closed not long ago as well. */
  known: Map<string, StoredGap>;
};

/** So much must the severity rise since it was last told of. */
const noticeable = 15;
/** What was closed is known for so long. */
const rememberedMs = 7 * 86_400_000;

/**
 * What changed between two looks at `lookedAt` (null: there was none) and `now`. A gap that was closed and opened again
 * in between is a new one; one of which a late upload says only that it began at another time is not, nor one that comes
 * and goes with the same beginning. What was told of is not told again unless it becomes worse.
 */
export function compareGaps<T extends OpenGap>(
  stored: ReadonlyMap<string, StoredGap>,
  found: readonly T[],
  { lookedAt, now }: { lookedAt: number | null; now: number },
): Changes<T> {
  const changes: Changes<T> = { opened: [], worsened: [], reopened: [], closed: [], known: new Map() };
  for (const gap of found) {
    const { obligation, since, severity, missing } = gap;
    const before = stored.get(obligation);
    if (before === undefined || isNew(before, since, { lookedAt, now })) {
      if (before?.closedAt === null) changes.closed.push(obligation);
      changes.opened.push(gap);
      changes.known.set(obligation, { since, worst: severity, missing, closedAt: null });
      continue;
    }
    if (before.closedAt !== null) changes.reopened.push(obligation);
    const isWorse = severity >= before.worst + noticeable || missing > before.missing;
    if (isWorse) changes.worsened.push(gap);
    const worst = isWorse ? Math.max(severity, before.worst) : before.worst;
    const most = Math.max(missing, before.missing);
    // One that is known only to be open now began when it was first seen, at the latest.
    const began = since < now || before.closedAt !== null ? since : before.since;
    changes.known.set(obligation, { since: began, worst, missing: most, closedAt: null });
  }
  for (const [obligation, before] of stored) {
    if (changes.known.has(obligation)) continue;
    if (before.closedAt === null) changes.closed.push(obligation);
    const closedAt = before.closedAt ?? now;
    if (closedAt > now - rememberedMs) changes.known.set(obligation, { ...before, closedAt });
  }
  return changes;
}

/**
 * Whether a gap is another than the one that is known of the same obligation. What is judged over the last days at the
 * moment of the look (ground swept) begins at that moment each time: that says nothing of its having been closed.
 */
function isNew(
  before: StoredGap,
  since: number,
  { lookedAt, now }: { lookedAt: number | null; now: number },
): boolean {
  if (before.closedAt !== null) return since !== before.since;
  return lookedAt !== null && since > before.since && since > lookedAt && since < now;
}

/** An obligation that is not met, as far as it matters whether that is new or worse. Epoch ms. */
export type OpenGap = { obligation: string; since: number; severity: number; missing: number };

/** The worst that was told of it. */
export type StoredGap = { since: number; worst: number; missing: number };

export type Changes<T extends OpenGap> = {
  opened: T[];
  worsened: T[];
  /** Obligations that are met again, or were between the two looks. */
  closed: string[];
  /** What is known of those that are open now. */
  open: Map<string, StoredGap>;
};

/** So much must the severity rise since it was last told of. */
const noticeable = 15;

/**
 * What changed between two looks. A gap that was closed and opened again in between is a new one; one of which a late
 * upload says only that it began at another time is not. What was told of is not told again unless it becomes worse.
 */
export function compareGaps<T extends OpenGap>(
  stored: ReadonlyMap<string, StoredGap>,
  found: readonly T[],
  lookedAt: number | null,
): Changes<T> {
  const changes: Changes<T> = { opened: [], worsened: [], closed: [], open: new Map() };
  for (const gap of found) {
    const { obligation, since, severity, missing } = gap;
    const known = stored.get(obligation);
    const isAgain = known !== undefined && lookedAt !== null && since > known.since && since > lookedAt;
    if (known && !isAgain) {
      const isWorse = severity >= known.worst + noticeable || missing > known.missing;
      if (isWorse) changes.worsened.push(gap);
      const worst = isWorse ? Math.max(severity, known.worst) : known.worst;
      changes.open.set(obligation, { since, worst, missing: Math.max(missing, known.missing) });
      continue;
    }
    if (isAgain) changes.closed.push(obligation);
    changes.opened.push(gap);
    changes.open.set(obligation, { since, worst: severity, missing });
  }
  for (const obligation of stored.keys()) if (!changes.open.has(obligation)) changes.closed.push(obligation);
  return changes;
}

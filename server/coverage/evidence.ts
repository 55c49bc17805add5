import { cellsBetweenAll, type KeptParts } from '../sweeps/near-answer.ts';
import type { Moment } from './changed-cells.ts';
import type { Survey, Surveyed } from './measures/survey.ts';

/** What the figures of cells in a period are told from, beside plans, rules and who is assigned. */
export type Evidence = {
  /** Null where it is not known which cells have other visits than before. */
  visits: Moment | null;
  /** When the earliest visit may have begun, in epoch ms: windows before it are empty. */
  dataFrom: number;
  /** Cells whose visits of long before were looked up one by one. */
  lookedUp: ReadonlySet<number>;
  surveyed: Surveyed;
  /** Changes with the people whose presence counts for rules by whom. */
  people: string;
  swept: KeptParts;
};

/** Evidence that an earlier one can be compared with. */
export type LaterEvidence = Evidence & { surveyedSince: Survey['cellsSince'] };

/**
 * The cells of which the later evidence may tell something else than the earlier, with some that are the same; undefined
 * where any may be other. Both are of the same cells, rules and period.
 */
export function cellsToldOtherwise(before: Evidence, after: LaterEvidence): Set<number> | undefined {
  if (before.dataFrom !== after.dataFrom || before.people !== after.people || !before.visits)
    return undefined;
  const changed = [
    after.visits?.cellsSince(before.visits),
    after.surveyedSince(before.surveyed),
    cellsBetweenAll(before.swept, after.swept),
  ];
  // Nothing says whether somebody had come there long before, of whom it was not known then.
  const cells = new Set([...before.lookedUp, ...after.lookedUp]);
  for (const some of changed) {
    if (!some) return undefined;
    for (const cellId of some) cells.add(cellId);
  }
  return cells;
}

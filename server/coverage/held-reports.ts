import type { CellColumns } from './cell-columns.ts';
import { cellsToldOtherwise, type Evidence, type LaterEvidence } from './evidence.ts';
import type { GroundCell } from './land.ts';
import type { Manning } from './manning.ts';

/** How cells fared, and what that was told from. */
export type HeldReport = {
  columns: CellColumns;
  manning: Manning;
  evidence: Evidence;
  silent: ReadonlySet<number>;
};

/** Of the same cells, which are others when their plan, or what an area covers, has changed. */
const heldByCells = new WeakMap<readonly GroundCell[], Map<string, HeldReport>>();
/** A month counted day by day; of reports with all columns, the few that a desk shows together. */
const mostReports = 40;
const mostBytes = 16 * 1024 * 1024;

/** The last report of the cells by this name, which tells the period, the rules and how it was asked. */
export function heldReport(cells: readonly GroundCell[], name: string): HeldReport | undefined {
  return heldByCells.get(cells)?.get(name);
}

/** Keeps a report, so that after a late upload only those cells are looked at of which it says something. */
export function holdReport(cells: readonly GroundCell[], name: string, report: HeldReport): void {
  const held = heldByCells.get(cells) ?? new Map<string, HeldReport>();
  heldByCells.set(cells, held);
  held.delete(name);
  const { visits, lookedUp } = report.evidence;
  // All cells would have to be looked at each time, or most, and their ids be kept.
  if (!visits || lookedUp.size > cells.length / 4) return;
  held.set(name, report);
  let bytes = 0;
  for (const one of held.values()) bytes += bytesOf(one);
  for (const [oldest, one] of held) {
    if (held.size === 1 || (held.size <= mostReports && bytes <= mostBytes)) return;
    held.delete(oldest);
    bytes -= bytesOf(one);
  }
}

/** The cells that may fare otherwise than a report says; undefined where any may. */
export function cellsOtherThan(
  before: HeldReport,
  { manning, evidence, silent }: Pick<HeldReport, 'manning' | 'silent'> & { evidence: LaterEvidence },
): ReadonlySet<number> | undefined {
  const cells = before.manning === manning ? cellsToldOtherwise(before.evidence, evidence) : undefined;
  if (!cells) return undefined;
  for (const cellId of silent) if (!before.silent.has(cellId)) cells.add(cellId);
  for (const cellId of before.silent) if (!silent.has(cellId)) cells.add(cellId);
  return cells;
}

/** Of an id in a set. */
const bytesOfId = 32;

function bytesOf({ columns, evidence, silent }: HeldReport): number {
  return Object.values(columns).reduce<number>(
    (sum, column) => sum + (ArrayBuffer.isView(column) ? column.byteLength : 0),
    bytesOfId * (evidence.lookedUp.size + silent.size),
  );
}

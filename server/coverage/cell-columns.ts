import type { CellCoverage } from './coverage.ts';
import { instantText } from './instant-text.ts';
import type { GroundCell } from './land.ts';
import { type CellStatus, statuses } from './status.ts';

/**
 * How cells fared in a period: what `CellCoverage` says, as columns in the order of the cells. As objects, to collect
 * those of a large plan takes longer than to work them out.
 */
export type CellColumns = {
  cells: readonly GroundCell[];
  officers: Int32Array;
  volunteers: Int32Array;
  visits: Int32Array;
  /** In epoch ms; NaN where none is known. */
  lastVisitAt: Float64Array;
  dwellSeconds: Float64Array;
  presentSeconds: Float64Array;
  bridgedSeconds: Float64Array;
  metres: Float64Array;
  /** NaN while it is being worked out; so the next. */
  sweptShare: Float64Array;
  sweptRepeatedlyShare: Float64Array;
  /** By the place in {@link statuses}. */
  status: Uint8Array;
};

/** Columns of zeros; but for the statuses, where they alone are wanted, without room. */
export function cellColumns(cells: readonly GroundCell[], areStatusesAlone = false): CellColumns {
  const length = areStatusesAlone ? 0 : cells.length;
  const whole = () => new Int32Array(length);
  const broken = () => new Float64Array(length);
  return {
    cells,
    officers: whole(),
    volunteers: whole(),
    visits: whole(),
    lastVisitAt: broken(),
    dwellSeconds: broken(),
    presentSeconds: broken(),
    bridgedSeconds: broken(),
    metres: broken(),
    sweptShare: broken(),
    sweptRepeatedlyShare: broken(),
    status: new Uint8Array(cells.length),
  };
}

/** The same in memory of their own. */
export function copyOf(columns: CellColumns): CellColumns {
  return {
    cells: columns.cells,
    officers: columns.officers.slice(),
    volunteers: columns.volunteers.slice(),
    visits: columns.visits.slice(),
    lastVisitAt: columns.lastVisitAt.slice(),
    dwellSeconds: columns.dwellSeconds.slice(),
    presentSeconds: columns.presentSeconds.slice(),
    bridgedSeconds: columns.bridgedSeconds.slice(),
    metres: columns.metres.slice(),
    sweptShare: columns.sweptShare.slice(),
    sweptRepeatedlyShare: columns.sweptRepeatedlyShare.slice(),
    status: columns.status.slice(),
  };
}

export function statusAt({ status }: Pick<CellColumns, 'status'>, index: number): CellStatus {
  return statuses[status[index] ?? 0] ?? 'excluded';
}

/** A cell of the columns by itself. */
export function cellAt(columns: CellColumns, index: number): CellCoverage {
  const lastVisitAt = columns.lastVisitAt[index] ?? Number.NaN;
  const swept = columns.sweptShare[index] ?? Number.NaN;
  const sweptRepeatedly = columns.sweptRepeatedlyShare[index] ?? Number.NaN;
  return {
    cell: columns.cells[index]?.id ?? 0,
    code: columns.cells[index]?.code ?? '',
    officers: columns.officers[index] ?? 0,
    volunteers: columns.volunteers[index] ?? 0,
    visits: columns.visits[index] ?? 0,
    lastVisitAt: Number.isNaN(lastVisitAt) ? null : instantText(lastVisitAt),
    dwellSeconds: columns.dwellSeconds[index] ?? 0,
    presentSeconds: columns.presentSeconds[index] ?? 0,
    bridgedSeconds: columns.bridgedSeconds[index] ?? 0,
    metres: columns.metres[index] ?? 0,
    sweptShare: Number.isNaN(swept) ? null : swept,
    sweptRepeatedlyShare: Number.isNaN(sweptRepeatedly) ? null : sweptRepeatedly,
    status: statusAt(columns, index),
  };
}

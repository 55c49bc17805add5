import { groupPositions } from './grouping.ts';
import type { Interval } from './interval.ts';
import { type StoredVisit, type Tally, tally, until, visitsOf } from './presence.ts';
import type { GapsOf } from './reporting-gaps.ts';
import { type Stays, staysOf } from './stays.ts';

/** Visits as they were read, in no order. */
export type VisitColumns = {
  cellId: Float64Array;
  deviceId: Float64Array;
  /** 0 for nobody. */
  personId: Float64Array;
  enteredAt: Float64Array;
  leftAt: Float64Array;
  bridgedMs: Float64Array;
  metres: Float64Array;
  gapsOf: GapsOf;
};

/** How a cell was visited: what a period's visits come to, and all that are known, for the rules. */
type CellVisits = { tally: Tally; stays: Stays };

/** Visits by the id of their cell. */
export type VisitTable = {
  has: (cellId: number) => boolean;
  /** When the earliest began, in epoch ms; Infinity where there is none. */
  earliest: (cellId: number) => number;
  /** The visits of a cell as they are stored, each anew. */
  stored: (cellId: number) => StoredVisit[];
  /** The visits as they are counted, up to the end of the period; the answer holds until the next is asked for. */
  of: (cellId: number, period: Interval) => CellVisits;
};

/** Brings the visits of each cell together, in order of entering. */
export function visitTable(columns: VisitColumns): VisitTable {
  const { slotOf, starts, positions } = groupPositions(columns.cellId);
  const { enteredAt, leftAt, bridgedMs, metres } = columns;
  for (let slot = 0; slot + 1 < starts.length; slot++)
    sort(positions, starts[slot] ?? 0, starts[slot + 1] ?? 0, enteredAt);
  const sorted = { enteredAt: pick(enteredAt, positions), leftAt: pick(leftAt, positions) };
  const stays: Stays = { ...sorted, dwellMs: new Float64Array(positions.length), first: 0, last: 0 };
  const walked = pick(metres, positions);
  for (let index = 0; index < positions.length; index++)
    stays.dwellMs[index] =
      (stays.leftAt[index] ?? 0) - (stays.enteredAt[index] ?? 0) - (bridgedMs[positions[index] ?? 0] ?? 0);
  const table: VisitTable = {
    has: (cellId) => slotOf(cellId) >= 0,
    earliest: (cellId) => stays.enteredAt[starts[slotOf(cellId)] ?? -1] ?? Number.POSITIVE_INFINITY,
    stored: (cellId) => {
      const slot = slotOf(cellId);
      return slot < 0
        ? []
        : Array.from(positions.subarray(starts[slot], starts[slot + 1]), (at) => visitAt(columns, at));
    },
    of: (cellId, period) => {
      const slot = slotOf(cellId);
      stays.first = slot < 0 ? 0 : (starts[slot] ?? 0);
      stays.last = slot < 0 ? 0 : (starts[slot + 1] ?? 0);
      const sum = sumUp(stays, walked, period);
      if (sum) return { tally: sum, stays };
      const visits = visitsOf(table.stored(cellId)).map((visit) => until(visit, period[1]));
      return { tally: tally(visits, period), stays: staysOf(visits) };
    },
  };
  return table;
}

/**
 * What the visits come to where nothing needs a closer look: nobody came while somebody was there, so that no two can be
 * one, and none lies across an end of the period. Null where something does.
 */
function sumUp(
  { enteredAt, leftAt, dwellMs, first, last }: Stays,
  metres: Float64Array,
  [from, to]: Interval,
): Tally | null {
  let [visits, latest, present, dwell, walked] = [0, Number.NEGATIVE_INFINITY, 0, 0, 0];
  for (let index = first; index < last; index++) {
    const [entered, left] = [enteredAt[index] ?? 0, leftAt[index] ?? 0];
    if (entered <= latest || left > to || (entered < from && left > from)) return null;
    latest = left;
    if (left <= from) continue;
    visits++;
    present += left - entered;
    dwell += dwellMs[index] ?? 0;
    walked += metres[index] ?? 0;
  }
  const lastVisitAt = visits > 0 ? latest : null;
  return {
    visits,
    lastVisitAt,
    dwellSeconds: dwell / 1000,
    bridgedSeconds: (present - dwell) / 1000,
    metres: walked,
  };
}

const noGaps: readonly Interval[] = [];

function visitAt(columns: VisitColumns, at: number): StoredVisit {
  const [deviceId, cellId] = [columns.deviceId[at] ?? 0, columns.cellId[at] ?? 0];
  const [enteredAt, bridgedMs] = [columns.enteredAt[at] ?? 0, columns.bridgedMs[at] ?? 0];
  return {
    deviceId,
    personId: columns.personId[at] || null,
    enteredAt,
    leftAt: columns.leftAt[at] ?? 0,
    bridgedMs,
    metres: columns.metres[at] ?? 0,
    bridged: bridgedMs > 0 ? (columns.gapsOf(deviceId, cellId, enteredAt) ?? null) : noGaps,
  };
}

function pick(values: Float64Array, positions: Int32Array): Float64Array {
  const picked = new Float64Array(positions.length);
  for (let index = 0; index < positions.length; index++) picked[index] = values[positions[index] ?? 0] ?? 0;
  return picked;
}

const fewVisits = 16;

/** Sorts a part of the positions by a column. Most cells have a handful, for which the general sort costs many times more. */
function sort(positions: Int32Array, first: number, last: number, by: Float64Array): void {
  if (last - first > fewVisits) {
    positions.subarray(first, last).sort((a, b) => (by[a] ?? 0) - (by[b] ?? 0));
    return;
  }
  for (let end = first + 1; end < last; end++) {
    const position = positions[end] ?? 0;
    const value = by[position] ?? 0;
    let place = end;
    while (place > first && (by[positions[place - 1] ?? 0] ?? 0) > value) {
      positions[place] = positions[place - 1] ?? 0;
      place--;
    }
    positions[place] = position;
  }
}

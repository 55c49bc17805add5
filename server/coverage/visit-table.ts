import type { Moment } from './changed-cells.ts';
import { type Grouping, groupPositions } from './grouping.ts';
import type { Interval } from './interval.ts';
import { type StoredVisit, type Tally, tally, until, visitsOf } from './presence.ts';
import type { GapsOf } from './reporting-gaps.ts';
import { type Stays, staysOf } from './stays.ts';
import { pick, type Visits } from './visit-columns.ts';

/** Visits cell by cell, those of each in order of entering; slots and places as in {@link Grouping}. */
export type VisitsByCell = Pick<Grouping, 'slotOf' | 'starts'> & {
  visits: Visits;
  dwellMs: Float64Array;
  /** Where they are held: as of when, to ask later which cells have others. */
  asOf?: Moment;
};

/** How a cell was visited: what a period's visits come to, and all that are known, for the rules. */
type CellVisits = { tally: Tally; stays: Stays };

/** The visits that intersect a period, by the id of their cell. */
export type VisitTable = {
  has: (cellId: number) => boolean;
  /** When the earliest began, in epoch ms; Infinity where there is none. */
  earliest: (cellId: number) => number;
  /** The visits of a cell as they are stored, each anew. */
  stored: (cellId: number) => StoredVisit[];
  /** The visits as they are counted, up to the end of the period; the answer holds until the next is asked for. */
  of: (cellId: number, period: Interval) => CellVisits;
  /** The same visits as a table of a part of the period; nothing is read again. */
  within: (part: Interval) => VisitTable;
  /** As of when they were known; null where that cannot be compared with what is known later. */
  asOf: Moment | null;
};

/** Brings the visits of each cell together. */
export function groupVisits(unordered: Visits): VisitsByCell {
  const { slotOf, starts, positions } = groupPositions(unordered.cellId);
  for (let slot = 0; slot + 1 < starts.length; slot++)
    sort(positions, starts[slot] ?? 0, starts[slot + 1] ?? 0, unordered.enteredAt);
  const visits = pick(unordered, positions);
  const { enteredAt, leftAt, bridgedMs } = visits;
  const dwellMs = new Float64Array(positions.length);
  for (let place = 0; place < dwellMs.length; place++)
    dwellMs[place] = (leftAt[place] ?? 0) - (enteredAt[place] ?? 0) - (bridgedMs[place] ?? 0);
  return { slotOf, starts, visits, dwellMs };
}

/** Those that intersect a half-open period; visits that it may cut, or that may be joined, have their reporting gaps. */
export function visitTable(byCell: VisitsByCell, [begin, end]: Interval, gapsOf: GapsOf): VisitTable {
  const { slotOf, starts, visits, dwellMs } = byCell;
  const { enteredAt, leftAt, metres } = visits;
  const stays: Stays = { enteredAt, leftAt, dwellMs, first: 0, last: 0 };
  /** Sets `stays` to those from the first that intersects the period to the last. */
  const find = (cellId: number) => {
    const slot = slotOf(cellId);
    stays.first = slot < 0 ? 0 : (starts[slot] ?? 0);
    stays.last = slot < 0 ? 0 : (starts[slot + 1] ?? 0);
    while (stays.last > stays.first && (enteredAt[stays.last - 1] ?? 0) >= end) stays.last--;
    while (stays.first < stays.last && (leftAt[stays.first] ?? 0) <= begin) stays.first++;
    return stays.first < stays.last;
  };
  const table: VisitTable = {
    has: find,
    earliest: (cellId) => (find(cellId) ? (enteredAt[stays.first] ?? 0) : Number.POSITIVE_INFINITY),
    stored: (cellId) => {
      find(cellId);
      const stored: StoredVisit[] = [];
      for (let place = stays.first; place < stays.last; place++)
        if ((leftAt[place] ?? 0) > begin) stored.push(visitAt(visits, place, gapsOf));
      return stored;
    },
    of: (cellId, period) => {
      find(cellId);
      const sum = sumUp(stays, metres, period);
      if (sum) return { tally: sum, stays };
      const counted = visitsOf(table.stored(cellId)).map((visit) => until(visit, period[1]));
      return { tally: tally(counted, period), stays: staysOf(counted) };
    },
    within: (part) => visitTable(byCell, part, gapsOf),
    asOf: byCell.asOf ?? null,
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
    presentSeconds: dwell / 1000,
    bridgedSeconds: (present - dwell) / 1000,
    metres: walked,
  };
}

const noGaps: readonly Interval[] = [];

function visitAt(visits: Visits, place: number, gapsOf: GapsOf): StoredVisit {
  const [deviceId, cellId] = [visits.deviceId[place] ?? 0, visits.cellId[place] ?? 0];
  const [enteredAt, bridgedMs] = [visits.enteredAt[place] ?? 0, visits.bridgedMs[place] ?? 0];
  return {
    deviceId,
    personId: visits.personId[place] || null,
    enteredAt,
    leftAt: visits.leftAt[place] ?? 0,
    bridgedMs,
    metres: visits.metres[place] ?? 0,
    bridged: bridgedMs > 0 ? (gapsOf(deviceId, cellId, enteredAt) ?? null) : noGaps,
  };
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

import type { ReadFix } from './fix.ts';
import { dayMs, type Thresholds } from './thresholds.ts';

/** A good fix with who carried the device and the cells it lies in. */
export type Place = Pick<ReadFix, 'at' | 'lonE7' | 'latE7'> & {
  readonly personId: number | null;
  readonly cells: readonly number[];
};

/** A stay in a cell; open while it may still go on. `leftAt` is the last fix inside. */
export type Visit = {
  readonly cellId: number;
  readonly personId: number | null;
  readonly enteredAt: number;
  leftAt: number;
  metres: number;
  /** Reporting gaps with both ends inside. */
  bridged: [from: number, to: number][];
  /** It goes on from one that was cut at a day. */
  readonly continued: boolean;
};

export type OpenVisits = Map<number, Visit>;

const halfDayMs = dayMs / 2;

/**
 * A visit is at most a day long. The first cut comes a day after it began; further ones fall on fixed instants, so
 * that a late fix at the beginning of a stay of months moves the first cuts only.
 */
function latestEnd(startedAt: number, continued: boolean): number {
  const dayLater = startedAt + dayMs;
  return continued ? Math.floor(dayLater / halfDayMs) * halfDayMs : dayLater;
}

/** Two consecutive good fixes joined by a leg: visits open on the second inside, go on, and close after an absence. */
export function visitAlongLeg(
  { absenceSeconds }: Thresholds,
  open: OpenVisits,
  closed: Visit[],
  from: Place,
  to: Place,
  metres: number,
): void {
  const absenceMs = absenceSeconds * 1000;
  for (const cellId of to.cells) {
    const visit = open.get(cellId);
    if (visit && to.at - visit.leftAt <= absenceMs) {
      goOn(open, closed, visit, to.at, visit.leftAt === from.at ? metres : 0);
    } else {
      if (visit) closed.push(visit);
      open.delete(cellId);
      if (from.cells.includes(cellId))
        open.set(cellId, {
          cellId,
          personId: to.personId,
          enteredAt: from.at,
          leftAt: to.at,
          metres,
          bridged: [],
          continued: false,
        });
    }
  }
  closeWhere(open, closed, (visit) => to.at - visit.leftAt > absenceMs);
}

/** Two consecutive good fixes with a silence between: only where both lie inside is the visit carried over it. */
export function visitAcrossGap(
  { pauseSeconds }: Thresholds,
  open: OpenVisits,
  closed: Visit[],
  from: Place,
  to: Place,
): void {
  const isBridgeable = from.personId === to.personId && to.at - from.at <= pauseSeconds * 1000;
  for (const cellId of isBridgeable ? to.cells : []) {
    const visit = open.get(cellId);
    if (visit?.leftAt === from.at) goOn(open, closed, visit, to.at, 0, [from.at, to.at]);
  }
  closeWhere(open, closed, (visit) => visit.leftAt < to.at);
}

/** Ends every visit. */
export function endVisits(open: OpenVisits, closed: Visit[]): void {
  closeWhere(open, closed, () => true);
}

function goOn(
  open: OpenVisits,
  closed: Visit[],
  visit: Visit,
  at: number,
  metres: number,
  bridged?: [number, number],
): void {
  let current = visit;
  if (at > latestEnd(visit.enteredAt, visit.continued)) {
    closed.push(visit);
    current = { ...visit, enteredAt: visit.leftAt, metres: 0, bridged: [], continued: true };
    open.set(visit.cellId, current);
  }
  current.leftAt = at;
  current.metres += metres;
  if (bridged) current.bridged.push(bridged);
}

function closeWhere(open: OpenVisits, closed: Visit[], isOver: (visit: Visit) => boolean): void {
  for (const [cellId, visit] of open) {
    if (!isOver(visit)) continue;
    closed.push(visit);
    open.delete(cellId);
  }
}

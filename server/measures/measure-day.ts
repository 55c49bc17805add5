import type { E7 } from '../geo/distance.ts';
import { isUsed } from '../tracks/flag.ts';
import { legMetres } from '../tracks/leg.ts';
import {
  endVisits,
  type OpenVisits,
  type Place,
  type Visit,
  visitAcrossGap,
  visitAlongLeg,
} from '../tracks/presence.ts';
import { type DeviceKind, dayMs, hourMs, type Thresholds } from '../tracks/thresholds.ts';
import type { Piece, PiecesAlong } from './roads.ts';
import { runCollector, type SquareRun } from './square-runs.ts';
import type { ZonesAt } from './zones.ts';

/** A fix with its verdict as it is stored. Epoch ms. */
export type JudgedFix = E7 & { readonly at: number; readonly flags: number; readonly breakBefore: boolean };

/** What a device's fixes are measured against. */
export type Yardstick = {
  thresholds: Thresholds;
  carrierAt: (at: number) => number | null;
  zonesAt: ZonesAt;
  piecesAlong: PiecesAlong;
  /** What kind of device it is, where ways through squares are wanted. */
  squaresOf: DeviceKind | null;
};

/** A stay within a zone, cut at the ends of the day; `bridged` are the reporting gaps inside. Epoch ms. */
export type ZoneStay = {
  zoneId: number;
  personId: number | null;
  enteredAt: number;
  leftAt: number;
  bridged: [from: number, to: number][];
};

/** A way along a piece of a road; whoever comes back within an absence's time has not passed again. */
export type Pass = { piece: Piece; personId: number | null; at: number };

/**
 * What of a day follows from fixes long before it cannot be told from those shortly before: whoever was inside a zone for
 * so long without two consecutive fixes there was not seen there.
 */
export const leadInMs = 2 * hourMs;
/** What is open at the end of the day closes within the longest pause. */
export const leadOutMs = hourMs;

/**
 * Stays, passes and ways through squares of a device on the day that begins at `dayStart`, from its fixes since {@link leadInMs} before it to
 * {@link leadOutMs} after it, in order. Legs, absences and reporting gaps are those of visits (METHODS B2).
 */
export function measureDay(
  fixes: readonly JudgedFix[],
  yardstick: Yardstick,
  dayStart: number,
): { stays: ZoneStay[]; passes: Pass[]; runs: SquareRun[] } {
  const [open, closed]: [OpenVisits, Visit[]] = [new Map(), []];
  const passes = passCounter(yardstick, dayStart);
  const runs = yardstick.squaresOf && runCollector(yardstick.squaresOf, dayStart);
  let [last, lastAt, broken]: [Place | undefined, number | undefined, boolean] = [
    undefined,
    undefined,
    false,
  ];
  const { thresholds, carrierAt, zonesAt } = yardstick;
  for (const { at, lonE7, latE7, flags, breakBefore } of fixes) {
    if (lastAt !== undefined && at - lastAt > thresholds.pauseSeconds * 1000) {
      endVisits(open, closed);
      [last, broken] = [undefined, false];
    }
    lastAt = at;
    broken ||= breakBefore;
    if (!isUsed(flags)) continue;
    const place: Place = { at, lonE7, latE7, personId: carrierAt(at), cells: zonesAt({ lonE7, latE7 }) };
    if (last) {
      const metres =
        last.personId === place.personId ? legMetres(thresholds, last, place, broken) : undefined;
      if (metres === undefined) visitAcrossGap(thresholds, open, closed, last, place);
      else {
        visitAlongLeg(thresholds, open, closed, last, place, metres);
        // Whoever stands scatters about: that is no way along or through anything.
        if (metres * 1000 >= thresholds.movingMetresPerSecond * (place.at - last.at)) {
          passes.take(last, place, metres);
          runs?.take(last, place, metres);
        }
      }
    }
    [last, broken] = [place, false];
  }
  endVisits(open, closed);
  const stays = closed.flatMap((visit) => stayOnDay(visit, dayStart));
  return { stays, passes: passes.found, runs: runs?.found ?? [] };
}

function stayOnDay({ cellId, personId, enteredAt, leftAt, bridged }: Visit, dayStart: number): ZoneStay[] {
  const dayEnd = dayStart + dayMs;
  const [entered, left] = [Math.max(enteredAt, dayStart), Math.min(leftAt, dayEnd)];
  if (entered >= left) return [];
  const gaps = bridged.flatMap(([from, to]): [number, number][] => {
    const gap: [number, number] = [Math.max(from, entered), Math.min(to, left)];
    return gap[0] < gap[1] ? [gap] : [];
  });
  return [{ zoneId: cellId, personId, enteredAt: entered, leftAt: left, bridged: gaps }];
}

function passCounter({ thresholds, piecesAlong }: Yardstick, dayStart: number) {
  const found: Pass[] = [];
  const lastSeen = new Map<string, number>();
  const absenceMs = thresholds.absenceSeconds * 1000;
  const take = (from: Place, to: Place, metres: number) => {
    piecesAlong({ from, to, metres }, (piece, at) => {
      const key = `${piece.layerId} ${piece.feature} ${piece.number} ${to.personId}`;
      const before = lastSeen.get(key);
      lastSeen.set(key, at);
      const isNew = before === undefined || at - before > absenceMs;
      if (isNew && at >= dayStart && at < dayStart + dayMs) found.push({ piece, personId: to.personId, at });
    });
  };
  return { found, take };
}

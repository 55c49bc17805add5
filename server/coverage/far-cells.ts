import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { limitsAt } from '../response/limits-queries.ts';
import { positionsOnDuty } from '../response/positions-queries.ts';
import { oldestMinutes } from '../response/response.ts';
import { tooFar } from '../response/too-far.ts';
import type { GroundCell } from './land.ts';

/** A cell that nobody on duty is near enough to at an instant; metres, null where nobody's position is recent. */
export type FarCell = { cell: GroundCell; since: number; nearestMetres: number | null; limitMetres: number };

/**
 * The cells beyond the limits that hold at an instant. People come and go all day, so that such a gap is one of the day:
 * it counts since the local day began, or since the limit did where that is later.
 */
export async function farCells(
  db: Knex,
  cells: readonly GroundCell[],
  at: number,
  timeZone: string,
): Promise<FarCell[]> {
  const limits = await limitsAt(db, new Date(at));
  if (limits.size === 0) return [];
  const positions = await positionsOnDuty(db, new Date(at), oldestMinutes.rural);
  const day = DateTime.fromMillis(at, { zone: timeZone }).startOf('day').toMillis();
  const byId = new Map(cells.map((cell) => [cell.id, cell]));
  return tooFar(cells, limits, positions).flatMap(({ cellId, limit, nearestMetres }) => {
    const cell = byId.get(cellId);
    if (!cell) return [];
    return [{ cell, since: Math.max(day, limit.from), nearestMetres, limitMetres: limit.metres }];
  });
}

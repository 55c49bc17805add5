import type { Knex } from 'knex';
import { heldVisits } from './held-visits.ts';
import type { Interval } from './interval.ts';
import { readCarriersOfTwo, readGaps } from './reporting-gaps.ts';
import { packedVisit, unpack } from './visit-columns.ts';
import { groupVisits, type VisitsByCell, type VisitTable, visitTable } from './visit-table.ts';

/**
 * The visits that intersect the period, of one cell or, with null, of all. The reporting gaps come along where visits
 * may be cut at one of the `edges`, joined with those of another device, or overlap those of another person, and of the
 * cells that `withGaps` tells.
 */
export async function readVisits(
  db: Knex,
  period: Interval,
  edges: readonly number[],
  cellId: number | null,
  withGaps: (cellId: number) => boolean = () => false,
): Promise<VisitTable> {
  const [carriersOfTwo, visits] = await Promise.all([
    readCarriersOfTwo(db, period),
    cellId === null ? heldVisits(db, period) : readCell(db, period, cellId),
  ]);
  return visitTable(visits, period, await readGaps(db, visits, edges, carriersOfTwo, withGaps));
}

async function readCell(db: Knex, [from, to]: Interval, cellId: number): Promise<VisitsByCell> {
  const { rows } = await db.raw(
    `select string_agg(${packedVisit}, '' order by entered_at) as visits from visits
     where cell_id = :cellId and left_at > :from and entered_at < :to`,
    { cellId, from: new Date(from), to: new Date(to) },
  );
  return groupVisits(unpack(rows[0].visits ?? Buffer.alloc(0)));
}

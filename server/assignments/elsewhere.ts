import type { Knex } from 'knex';
import { z } from 'zod';
import type { Language } from '../http/problem.ts';

const mostTold = 100;

/** Somebody of one station who was sent to another's ground: a district may, a slip of the hand may too. */
export const elsewhere = z.object({
  id: z.int().meta({ description: 'The assignment' }),
  personId: z.int(),
  message: z.string(),
});

type Found = { id: number; personId: number; name: string; own: string; other: string };

/**
 * Which of these assignments send somebody out of the area of their station into another's, and how many. Townships and
 * what is wider lie in several; seats there are of no station.
 */
export async function sentElsewhere(db: Knex, ids: readonly number[], language: Language) {
  const { rows } = await db.raw(
    `select assignment.id, person.id as "personId", person.name, own.name as own, other.name as other
     from assignments assignment
     join people person on person.id = assignment.person_id
     join areas own on own.id = person.station_area_id
     left join cells cell on cell.id = assignment.cell_id
     left join areas place on place.id = assignment.area_id
     cross join lateral (
       select station.name from areas station
       where station.kind = 'station' and station.id <> own.id
         and st_covers(station.geometry, coalesce(cell.interior_point, place.interior_point))
       order by station.id limit 1
     ) other
     where assignment.id = any(:ids) and (place.id is null or place.kind in ('village', 'community', 'forest', 'station'))
       and not st_covers(own.geometry, coalesce(cell.interior_point, place.interior_point))
     order by assignment.id`,
    { ids: [...ids] },
  );
  return {
    elsewhereCount: rows.length,
    elsewhere: rows.slice(0, mostTold).map(({ id, personId, name, own, other }: Found) => ({
      ...{ id, personId },
      message:
        language === 'zh'
          ? `${name}属于${own}，被派到${other}的辖区。`
          : `${name} belongs to ${own} and is sent to ground of ${other}.`,
    })),
  };
}

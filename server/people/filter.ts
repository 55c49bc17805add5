import { DateTime } from 'luxon';
import { z } from 'zod';
import { idParam } from '../http/parse.ts';
import { calendarDay } from '../http/time.ts';
import { personKind } from './person.ts';
import type { PeopleFilter } from './queries.ts';

const word = z.string().max(50).optional();

/** What a list of people may be asked for. */
export const filterQuery = {
  q: z.string().max(100).optional(),
  kind: personKind.optional(),
  station: idParam.optional(),
  skill: word,
  language: word,
  team: idParam.optional(),
  home: idParam.optional(),
  left: z.enum(['true', 'false']).optional().describe('Who has left, or who is still with us, today'),
  expiresBefore: calendarDay.optional().describe('Whose certificates end, or ended, before that day'),
};
const asked = z.object(filterQuery);

/** The filter that was asked for, as of today where the operator is. */
export function filterOf({ left, ...filter }: z.output<typeof asked>, timeZone: string): PeopleFilter {
  const on = DateTime.now().setZone(timeZone).toISODate() ?? '';
  return { ...filter, here: left === undefined ? undefined : { isHere: left === 'false', on } };
}

import { z } from 'zod';
import { moment } from '../http/time.ts';
import { personName } from '../people/person.ts';

export function dutyInput(timeZone: string) {
  const time = moment(timeZone);
  return z.strictObject({ personId: z.int().positive(), from: time, to: time.nullish() });
}

/** A period in which a person is on duty: positions of the devices they carry are kept then, and only then. */
export const duty = z.object({
  id: z.int(),
  personId: z.int(),
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
  person: personName,
  note: z.string().optional().describe('What entering it does not do'),
});
export type Duty = Omit<z.output<typeof duty>, 'from' | 'to' | 'note'> & { from: Date; to: Date | null };

/** Said where a duty lies in the past: positions that came while nobody was on duty were never stored. */
export const pastNotes = {
  en: 'Entered for the past: positions that arrived then were not kept and do not come back.',
  zh: '补录的值勤：当时收到的定位未保存，不会恢复。',
} as const;

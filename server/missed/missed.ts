import { z } from 'zod';
import { gap, gapKinds } from '../coverage/gap.ts';
import { personName } from '../people/person.ts';

/** Who answers for a place: those assigned to it, else those of the village or community it belongs to. */
const responsible = z.object({
  of: z.enum(['place', 'owner']).meta({ description: 'Whose people these are: of the place, or its owner' }),
  people: z.array(personName.extend({ role: z.string() })),
  others: z
    .int()
    .meta({ description: 'How many more there are whom the caller may not know, or beyond five' }),
});
export type Responsible = z.output<typeof responsible>;

const station = z.object({ id: z.int(), name: z.string() });
const kindTotals = z.partialRecord(z.enum(gapKinds), z.int());

/** An obligation that was not met, as /api/gaps has it, with its station and who answers for the place. */
const missedRow = gap.extend({
  station: station.nullable(),
  owner: z.string().nullable().meta({ description: 'The village, community or forest area of a cell' }),
  responsible,
});
export type MissedRow = z.output<typeof missedRow>;

const missedDay = {
  day: z.iso.date(),
  at: z.iso
    .datetime()
    .meta({ description: 'The instant that is judged: the end of the day, now while it lasts' }),
  asOf: z.iso.datetime().meta({ description: 'When it was computed, from all that had arrived by then' }),
  isOver: z.boolean(),
  isProvisional: z
    .boolean()
    .meta({ description: 'It ended less than 72 hours ago: tracks may still arrive' }),
  pending: z.boolean().meta({
    description:
      'How some rules stand is still being worked out: what they ask for may be lacking here meanwhile',
  }),
};

const stationTotals = z.object({
  station: station.nullable(),
  total: z.int(),
  totals: kindTotals,
  worst: z.int().meta({ description: 'The severity of its worst, 0 to 100' }),
});
export type StationTotals = z.output<typeof stationTotals>;

export const missedList = z.object({
  ...missedDay,
  total: z.int().meta({ description: 'On all pages' }),
  totals: kindTotals,
  stations: z.array(stationTotals),
  rows: z.array(missedRow),
  next: z.string().nullable(),
});
export type MissedList = z.output<typeof missedList>;

/** A station's page for the morning meeting: what is worst, and of what does not fit how much there is and where. */
const missedSheet = stationTotals.extend({
  rows: z.array(missedRow),
  rest: z.object({
    total: z.int(),
    totals: kindTotals,
    places: z.array(z.object({ name: z.string(), count: z.int() })),
    elsewhere: z
      .int()
      .meta({ description: 'How many of the rest lie in places beyond those that are named' }),
  }),
});
export type MissedSheet = z.output<typeof missedSheet>;

export const missedSheets = z.object({ ...missedDay, sheets: z.array(missedSheet) });
export type MissedSheets = z.output<typeof missedSheets>;

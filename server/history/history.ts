import { z } from 'zod';
import { personName } from '../people/person.ts';

const at = z.iso.datetime();
const week168 = z.array(z.number()).length(168);

const idleness = z
  .object({
    meanSeconds: z
      .number()
      .meta({ description: 'Sum of g² / 2T over the gaps g of a period T, both ends counted' }),
    worstSeconds: z.number(),
    worstFrom: at,
    worstTo: at,
    p90Seconds: z.number().meta({ description: 'Not exceeded at nine of ten instants' }),
  })
  .meta({ description: 'How long it stayed unvisited' });

/** Hours of the local week, Monday 0:00 first. */
const pattern = z.object({
  occupiedMinutes: week168.meta({ description: 'M: minutes that somebody was seen' }),
  personMinutes: week168.meta({ description: 'P: the same, summed over everybody' }),
  hours: week168.meta({ description: 'How many such hours the period has' }),
});

const obligation = z.object({
  rule: z.int(),
  name: z.string(),
  sentence: z.string(),
  state: z.enum(['met', 'late', 'unmet', 'no-data']),
});

export type Obligation = z.output<typeof obligation>;

export const cellHistory = z.object({
  cell: z.int(),
  code: z.string(),
  name: z.string(),
  from: at,
  to: at,
  visits: z.int(),
  occupiedSeconds: z.number(),
  personSeconds: z.number(),
  bridgedSeconds: z.number(),
  metres: z.number(),
  lastVisitAt: at.nullable(),
  ageSeconds: z.number().nullable().meta({ description: 'Since the last visit, at the end of the period' }),
  idleness: idleness.nullable(),
  pattern,
  weeks: z.array(
    z.object({
      from: at,
      to: at,
      visits: z.int(),
      occupiedSeconds: z.number(),
      personSeconds: z.number(),
      worstIdleSeconds: z.number(),
      obligations: z.array(obligation),
    }),
  ),
  plans: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      status: z.string(),
      from: at.nullable(),
      to: at.nullable(),
      code: z.string(),
      cellName: z.string(),
    }),
  ),
  assignments: z
    .array(z.object({ person: personName, role: z.string(), from: at, to: at.nullable() }))
    .meta({ description: 'Only of people whom the caller covers' }),
});
export type CellHistory = z.output<typeof cellHistory>;

export const personHistory = z.object({
  person: z.int(),
  from: at,
  to: at,
  dutySeconds: z.number(),
  presentSeconds: z.number().meta({ description: 'Seen in any cell, each moment once' }),
  metres: z.number().meta({ description: 'Of the tracks' }),
  visits: z.int(),
  cellCount: z.int(),
  pattern: z.object({ presentMinutes: week168, dutyMinutes: week168, hours: week168 }),
  weeks: z.array(
    z.object({
      from: at,
      to: at,
      dutySeconds: z.number(),
      presentSeconds: z.number(),
      metres: z.number(),
      visits: z.int(),
      cells: z.int(),
    }),
  ),
  cells: z
    .array(
      z.object({
        cell: z.int(),
        code: z.string(),
        name: z.string(),
        isAssigned: z.boolean(),
        visits: z.int(),
        dwellSeconds: z.number(),
        lastVisitAt: at.nullable(),
        worstIdleSeconds: z.number().meta({ description: 'Between own visits, both ends counted' }),
        obligations: z.array(obligation).meta({
          description:
            'How the rules of a cell assigned to the person stood in the last week of the period, as in the history of the cell',
        }),
      }),
    )
    .meta({
      description: 'Cells that the person visited or is assigned to, the most visited first; at most 200',
    }),
});
export type PersonHistory = z.output<typeof personHistory>;

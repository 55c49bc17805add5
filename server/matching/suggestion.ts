import { z } from 'zod';
import { personName } from '../people/person.ts';
import { filters } from './filter.ts';

const position = z.tuple([z.number(), z.number()]);
const usualFrom = z.enum(['home', 'cell', 'team', 'station']);

export const costParts = z
  .object({ minutes: z.number(), change: z.number(), skill: z.number(), load: z.number() })
  .meta({ description: 'In minutes: on the way, getting to know the place, missed elsewhere, load' });

/** What would have to give way, with a sentence a step. */
export const relaxation = z.object({
  message: z.string(),
  steps: z.array(
    z.object({
      kind: z.enum([
        ...(['distance', 'place', 'skill', 'renew', 'hours', 'other-role'] as const),
        ...(['team', 'load', 'post', 'move', 'recruit'] as const),
      ]),
      message: z.string(),
      people: z.array(personName),
      count: z.int(),
      fromKilometres: z.number().optional(),
      toKilometres: z.number().optional(),
      assignmentId: z.int().optional(),
    }),
  ),
});

export const passedOver = z.object({
  reason: z.enum(filters),
  count: z.int(),
  message: z.string(),
});

/** Who could answer a gap, the best first. */
export const suggestions = z.object({
  gap: z.object({
    id: z.string(),
    kind: z.string(),
    cell: z.int().nullable(),
    area: z.int().nullable(),
    rule: z.int().nullable(),
    message: z.string(),
    place: z.string(),
    position: position.nullable(),
  }),
  purpose: z.enum(['assign', 'visit']).meta({ description: 'To be assigned there, or to go there' }),
  missing: z.int(),
  total: z.int().meta({ description: 'How many could, of whom the first are listed' }),
  candidates: z.array(
    z.object({
      rank: z.int(),
      person: personName,
      role: z.string(),
      kilometres: z.number().nullable(),
      from: usualFrom.nullable(),
      position: position.nullable(),
      cost: costParts,
      total: z.number(),
      reasons: z.array(
        z.object({
          code: z.enum(['distance', 'continuity', 'kind', 'skill', 'load', 'availability']),
          message: z.string(),
        }),
      ),
    }),
  ),
  passedOver: z.array(passedOver.extend({ people: z.array(personName) })),
  relaxation: relaxation
    .nullable()
    .meta({ description: 'Where too few could: the least that would have to give way' }),
});
export type Suggestions = z.output<typeof suggestions>;

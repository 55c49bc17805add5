import { z } from 'zod';
import { personKind, personName } from '../people/person.ts';

export const loadMeasures = ['cells', 'households', 'minutes'] as const;
export type LoadMeasure = (typeof loadMeasures)[number];

const standing = z.enum(['over', 'under']).nullable();
const spread = z.object({
  people: z.int(),
  total: z.number(),
  median: z.number(),
  p10: z.number(),
  p90: z.number(),
});

const personLoad = z.object({
  person: personName,
  stationAreaId: z.int().nullable(),
  cells: z.int().describe('Different cells assigned at the instant, of the plans in force'),
  areas: z.int().describe('Different areas assigned whole at the instant'),
  households: z
    .int()
    .describe(
      'Of those cells, and of villages, communities and forests assigned whole; where a cell states none, its share of its owner’s by size',
    ),
  minutes: z
    .int()
    .describe('Minutes spent inside cells in the period, devices together, reporting gaps left out'),
  standing: z.object({ cells: standing, households: standing, minutes: standing }),
});
export type PersonLoad = z.output<typeof personLoad>;

/** What people answer for and do, compared with those of their kind in the same team, station or area. */
export const loadAnswer = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  at: z.iso
    .datetime()
    .describe('The instant that cells and households are counted at: the end of the period'),
  isEstimated: z.boolean().describe('Whether households of some cell are its share of its owner’s'),
  groups: z.array(z.object({ kind: personKind, cells: spread, households: spread, minutes: spread })),
  people: z.array(personLoad),
  next: z.string().nullable(),
});
export type LoadAnswer = z.output<typeof loadAnswer>;

import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { idParam } from '../http/parse.ts';
import { moment } from '../http/time.ts';
import { personKind, personName } from '../people/person.ts';
import { teamKind } from '../teams/team.ts';

/** Why somebody is passed over, in the order in which it is asked. */
export const talentFilters = [
  'kind',
  'team',
  'skill',
  'expired',
  'language',
  'off-shift',
  'on-duty',
  'assigned',
  'no-place',
  'too-far',
] as const;
export type TalentFilter = (typeof talentFilters)[number];

const position = z
  .string()
  .max(60)
  .transform((text, context): [lon: number, lat: number] => {
    const [lon, lat, ...rest] = text.split(',').map(Number);
    const isThere = rest.length === 0 && lon !== undefined && lat !== undefined;
    if (isThere && Math.abs(lon) <= 180 && Math.abs(lat) <= 90) return [lon, lat];
    context.addIssue(
      inBoth('longitude,latitude in degrees, such as 119.75,49.14', '经度,纬度（度），如 119.75,49.14'),
    );
    return z.NEVER;
  });

const word = z.string().trim().min(1).max(100);

/** Who is wanted, when and near what; one of `near`, `cell` and `area` at most. */
export function talentQuery(timeZone: string) {
  return {
    skill: word.optional(),
    language: word.optional(),
    kind: personKind.optional(),
    team: idParam.optional(),
    teamKind: teamKind.optional(),
    from: moment(timeZone).optional().describe('Now, where it is absent'),
    to: moment(timeZone).optional().describe('Four hours later, where it is absent'),
    assigned: z
      .enum(['bound', 'anywhere', 'any'])
      .default('bound')
      .describe(
        'Who counts as assigned at that time: `bound` by a post with hours then or one for a month at most; `anywhere`, with any post; `any` asks nothing of it',
      ),
    near: position.optional().describe('Longitude,latitude'),
    cell: idParam.optional(),
    area: idParam.optional(),
    withinKilometres: z.coerce.number().positive().max(2_000).optional(),
  };
}

const talented = z.object({
  person: personName,
  stationAreaId: z.int().nullable(),
  station: z.string().nullable(),
  skills: z.array(z.string()).describe('Those that count: certificates are valid'),
  languages: z.array(z.string()),
  teams: z.array(z.object({ id: z.int(), name: z.string() })),
  hasPhone: z.boolean(),
  availabilityStated: z.boolean(),
  load: z.int().describe('Cells and areas that the person answers for'),
  kilometres: z.number().nullable(),
  from: z
    .enum(['home', 'cell', 'team', 'station'])
    .nullable()
    .describe('Which of the places where the person usually is lies nearest'),
  knowsPlace: z.boolean(),
  cost: z
    .object({ minutes: z.number(), change: z.number(), skill: z.number(), load: z.number() })
    .describe('Minutes: on the way, getting to know the place, missed by skill and by load elsewhere'),
  total: z.number(),
});
export type Talented = z.output<typeof talented>;

/** Who could come, the nearest in all respects first, and how many were passed over by the first thing against them. */
export const talentAnswer = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  position: z.tuple([z.number(), z.number()]).nullable(),
  considered: z.int(),
  found: z.int(),
  people: z.array(talented),
  passedOver: z.array(z.object({ filter: z.enum(talentFilters), count: z.int() })),
  next: z.string().nullable(),
});
export type TalentAnswer = z.output<typeof talentAnswer>;

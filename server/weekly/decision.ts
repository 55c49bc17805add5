import { z } from 'zod';
import { idParam, pageQuery } from '../http/parse.ts';
import { calendarDay } from '../http/time.ts';
import { weekText } from './week.ts';

const said = {
  what: z.string().trim().min(1).max(2_000),
  responsible: z.string().trim().min(1).max(200).nullable().describe('Who is to do it, in words'),
  personId: z
    .int()
    .positive()
    .max(Number.MAX_SAFE_INTEGER)
    .nullable()
    .describe('The person, if there is a file'),
  dueOn: calendarDay.nullable(),
};

export const newDecision = z.strictObject({
  areaId: z.int().positive().max(Number.MAX_SAFE_INTEGER),
  week: weekText.describe('The sheet that it is written on'),
  what: said.what,
  responsible: said.responsible.default(null),
  personId: said.personId.default(null),
  dueOn: said.dueOn.default(null),
});
export type NewDecision = z.output<typeof newDecision>;

/** The whole decision as it is to read from now on; `version` is the one that was seen. */
export const decisionChange = z.strictObject({
  version: z.int().positive().max(1_000_000),
  week: weekText,
  ...said,
  state: z.enum(['open', 'done']),
});
export type DecisionChange = z.output<typeof decisionChange>;

const decisionVersion = z.object({
  version: z.int(),
  week: weekText,
  what: z.string(),
  responsible: z.string().nullable(),
  person: z.object({ id: z.int(), name: z.string() }).nullable(),
  isPersonHidden: z.boolean().meta({ description: 'There is a person whom the caller does not cover' }),
  dueOn: z.iso.date().nullable(),
  state: z.enum(['open', 'done']),
  writtenBy: z.string(),
  writtenAt: z.iso.datetime(),
});
export type DecisionVersion = z.output<typeof decisionVersion>;

export const decision = decisionVersion.extend({
  id: z.int(),
  areaId: z.int(),
  decidedIn: weekText.meta({ description: 'The sheet that it was first written on' }),
  isLatest: z.boolean().meta({ description: 'No later sheet has changed it' }),
});
export type Decision = z.output<typeof decision>;

export const decisionList = z.object({ decisions: z.array(decision), next: z.string().nullable() });
export const decisionHistory = z.object({ id: z.int(), versions: z.array(decisionVersion) });

export const decisionQuery = z.strictObject({
  area: idParam,
  from: weekText.optional(),
  to: weekText.optional(),
  state: z.enum(['open', 'done']).optional(),
  ...pageQuery,
});

import { z } from 'zod';
import { teamKind } from '../teams/team.ts';
import { personKind } from './person.ts';

const text = z.array(z.string());
const optionalText = z.array(z.string().nullable());
const ids = z.array(z.int().nullable());

/** One array a column, all of one length; the n-th of each are of one person. */
export const peopleTable = z.object({
  id: z.array(z.int()),
  number: text,
  name: text,
  kind: z.array(personKind),
  hasPhone: z.array(z.boolean()),
  organisation: optionalText,
  occupation: optionalText,
  skills: z.array(text),
  languages: z.array(text),
  stationAreaId: ids,
  homeAreaId: ids,
  joinedOn: optionalText,
  leftOn: optionalText,
  nextExpiryOn: optionalText,
  teams: z.array(z.array(z.int())).describe('Ids of the teams of now'),
  revision: z.array(z.int()),
  teamNames: z
    .array(z.object({ id: z.int(), name: z.string(), kind: teamKind }))
    .describe('The teams that occur in the column, once each'),
  areaNames: z
    .array(z.object({ id: z.int(), name: z.string() }))
    .describe('The stations and homes that occur in the columns'),
});

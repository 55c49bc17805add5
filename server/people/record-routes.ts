import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { type Output, type Route, route } from '../http/route.ts';
import { certificate, certificateChange, certificateInput } from './certificate.ts';
import {
  addCertificate,
  addTraining,
  changeCertificate,
  changeTraining,
  type Place,
  removeCertificate,
  removeTraining,
} from './record.ts';
import { training, trainingChange, trainingInput } from './training.ts';

const access = { roles: ['chief'] } as const;
const ofPerson = z.strictObject({ id: idParam });
const ofEntry = z.strictObject({ id: idParam, entry: idParam });

/** What a file holds several of, and how one is entered, changed and removed. */
type Entries<Input extends z.ZodType, Change extends z.ZodType> = {
  path: string;
  summaries: { add: string; change: string; remove: string };
  schemas: { input: Input; change: Change; entry: z.ZodType };
  add: (db: Knex, scope: Scope, personId: number, input: Output<Input>) => Promise<unknown>;
  change: (db: Knex, scope: Scope, place: Place, change: Output<Change>) => Promise<unknown>;
  remove: (db: Knex, scope: Scope, place: Place) => Promise<void>;
};

/** Certificates and trainings in the files of a chief's people; the file itself shows them. */
export function recordRoutes({ db }: Deps): Route[] {
  return [
    ...entryRoutes(db, {
      path: '/api/people/:id/certificates',
      summaries: {
        add: 'Enter a certificate of a person',
        change: 'Change a certificate, as when it is renewed',
        remove: 'Remove a certificate that was entered wrongly',
      },
      schemas: { input: certificateInput, change: certificateChange, entry: certificate },
      ...{ add: addCertificate, change: changeCertificate, remove: removeCertificate },
    }),
    ...entryRoutes(db, {
      path: '/api/people/:id/trainings',
      summaries: {
        add: 'Enter a training that a person attended',
        change: 'Change a training',
        remove: 'Remove a training that was entered wrongly',
      },
      schemas: { input: trainingInput, change: trainingChange, entry: training },
      ...{ add: addTraining, change: changeTraining, remove: removeTraining },
    }),
  ];
}

function entryRoutes<Input extends z.ZodType, Change extends z.ZodType>(
  db: Knex,
  { path, summaries, schemas, add, change, remove }: Entries<Input, Change>,
): Route[] {
  const ofOne = { path: `${path}/:entry`, access, params: ofEntry };
  return [
    route({
      ...{ method: 'post', path, summary: summaries.add, access, params: ofPerson, status: 201 },
      body: schemas.input,
      response: schemas.entry,
      handle: ({ scope, params: { id }, body }) => add(db, scope, id, body),
    }),
    route({
      ...{ ...ofOne, method: 'patch', summary: summaries.change },
      body: schemas.change,
      response: schemas.entry,
      handle: ({ scope, params: { id, entry }, body }) =>
        change(db, scope, { personId: id, id: entry }, body),
    }),
    route({
      ...{ ...ofOne, method: 'delete', summary: summaries.remove, status: 204 },
      handle: ({ scope, params: { id, entry } }) => remove(db, scope, { personId: id, id: entry }),
    }),
  ];
}

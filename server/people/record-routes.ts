import { z } from 'zod';
import type { Deps } from '../deps.ts';
import { idParam } from '../http/parse.ts';
import { type Route, route } from '../http/route.ts';
import { certificate, certificateChange, certificateInput } from './certificate.ts';
import {
  addCertificate,
  addTraining,
  changeCertificate,
  changeTraining,
  removeCertificate,
  removeTraining,
} from './record.ts';
import { training, trainingChange, trainingInput } from './training.ts';

const access = { roles: ['chief'] } as const;
const ofPerson = z.strictObject({ id: idParam });
const ofCertificate = z.strictObject({ id: idParam, certificate: idParam });
const ofTraining = z.strictObject({ id: idParam, training: idParam });

/** Certificates and trainings in the files of a chief's people; the file itself shows them. */
export function recordRoutes({ db }: Deps): Route[] {
  return [
    route({
      method: 'post',
      path: '/api/people/:id/certificates',
      summary: 'Enter a certificate of a person',
      access,
      params: ofPerson,
      body: certificateInput,
      response: certificate,
      status: 201,
      handle: ({ scope, params, body }) => addCertificate(db, scope, params.id, body),
    }),
    route({
      method: 'patch',
      path: '/api/people/:id/certificates/:certificate',
      summary: 'Change a certificate, as when it is renewed',
      access,
      params: ofCertificate,
      body: certificateChange,
      response: certificate,
      handle: ({ scope, params, body }) =>
        changeCertificate(db, scope, { personId: params.id, id: params.certificate }, body),
    }),
    route({
      method: 'delete',
      path: '/api/people/:id/certificates/:certificate',
      summary: 'Remove a certificate that was entered wrongly',
      access,
      params: ofCertificate,
      status: 204,
      handle: ({ scope, params }) =>
        removeCertificate(db, scope, { personId: params.id, id: params.certificate }),
    }),
    route({
      method: 'post',
      path: '/api/people/:id/trainings',
      summary: 'Enter a training that a person attended',
      access,
      params: ofPerson,
      body: trainingInput,
      response: training,
      status: 201,
      handle: ({ scope, params, body }) => addTraining(db, scope, params.id, body),
    }),
    route({
      method: 'patch',
      path: '/api/people/:id/trainings/:training',
      summary: 'Change a training',
      access,
      params: ofTraining,
      body: trainingChange,
      response: training,
      handle: ({ scope, params, body }) =>
        changeTraining(db, scope, { personId: params.id, id: params.training }, body),
    }),
    route({
      method: 'delete',
      path: '/api/people/:id/trainings/:training',
      summary: 'Remove a training that was entered wrongly',
      access,
      params: ofTraining,
      status: 204,
      handle: ({ scope, params }) => removeTraining(db, scope, { personId: params.id, id: params.training }),
    }),
  ];
}

import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { type CertificateChange, type CertificateInput, refuseExpiredAtIssue } from './certificate.ts';
import { holdFile } from './file.ts';
import { certificateOf, trainingOf } from './file-queries.ts';
import {
  deleteCertificate,
  deleteTraining,
  insertCertificate,
  insertTraining,
  updateCertificate,
  updateTraining,
} from './record-store.ts';
import { raiseFile } from './store.ts';
import type { TrainingChange, TrainingInput } from './training.ts';

/** A file of a person, and the certificate or training of it. */
export type Place = { personId: number; id: number };

export function addCertificate(db: Knex, scope: Scope, personId: number, input: CertificateInput) {
  return inFile(db, scope, personId, async (trx) => {
    const id = await insertCertificate(trx, personId, input);
    return getCertificate(trx, { personId, id });
  });
}

export function changeCertificate(db: Knex, scope: Scope, place: Place, change: CertificateChange) {
  return inFile(db, scope, place.personId, async (trx) => {
    const before = await getCertificate(trx, place);
    refuseExpiredAtIssue({
      issuedOn: change.issuedOn === undefined ? before.issuedOn : change.issuedOn,
      expiresOn: change.expiresOn === undefined ? before.expiresOn : change.expiresOn,
    });
    await updateCertificate(trx, place.id, change);
    return getCertificate(trx, place);
  });
}

export function removeCertificate(db: Knex, scope: Scope, place: Place): Promise<void> {
  return inFile(db, scope, place.personId, async (trx) => {
    await getCertificate(trx, place);
    await deleteCertificate(trx, place.id);
  });
}

export function addTraining(db: Knex, scope: Scope, personId: number, input: TrainingInput) {
  return inFile(db, scope, personId, async (trx) => {
    const id = await insertTraining(trx, personId, input);
    return getTraining(trx, { personId, id });
  });
}

export function changeTraining(db: Knex, scope: Scope, place: Place, change: TrainingChange) {
  return inFile(db, scope, place.personId, async (trx) => {
    await getTraining(trx, place);
    await updateTraining(trx, place.id, change);
    return getTraining(trx, place);
  });
}

export function removeTraining(db: Knex, scope: Scope, place: Place): Promise<void> {
  return inFile(db, scope, place.personId, async (trx) => {
    await getTraining(trx, place);
    await deleteTraining(trx, place.id);
  });
}

/** One change of a file at a time; it is another revision of the file afterwards. */
function inFile<T>(db: Knex, scope: Scope, personId: number, work: (trx: Knex) => Promise<T>): Promise<T> {
  return db.transaction(async (trx) => {
    await holdFile(trx, scope, personId, undefined);
    const done = await work(trx);
    await raiseFile(trx, personId);
    return done;
  });
}

async function getCertificate(db: Knex, { personId, id }: Place) {
  const found = await certificateOf(db, personId, id);
  if (found) return found;
  throw new NotFound(
    'certificate-not-found',
    `Person ${personId} has no certificate ${id}.`,
    `人员 ${personId} 没有证书 ${id}。`,
  );
}

async function getTraining(db: Knex, { personId, id }: Place) {
  const found = await trainingOf(db, personId, id);
  if (found) return found;
  throw new NotFound(
    'training-not-found',
    `Person ${personId} has no training ${id}.`,
    `人员 ${personId} 没有培训记录 ${id}。`,
  );
}

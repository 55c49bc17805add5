import type { Knex } from 'knex';
import type { CertificateChange, CertificateInput } from './certificate.ts';
import type { TrainingChange, TrainingInput } from './training.ts';

export async function insertCertificate(
  db: Knex,
  personId: number,
  input: CertificateInput,
): Promise<number> {
  const [row] = await db('certificates')
    .insert({ person_id: personId, ...certificateColumns(input) })
    .returning('id');
  return row.id;
}

/** Absent fields stay, null clears. */
export async function updateCertificate(db: Knex, id: number, change: CertificateChange): Promise<void> {
  const columns = certificateColumns(change);
  if (Object.keys(columns).length > 0) await db('certificates').where({ id }).update(columns);
}

export async function deleteCertificate(db: Knex, id: number): Promise<void> {
  await db('certificates').where({ id }).delete();
}

export async function insertTraining(db: Knex, personId: number, input: TrainingInput): Promise<number> {
  const [row] = await db('trainings')
    .insert({ person_id: personId, ...trainingColumns(input) })
    .returning('id');
  return row.id;
}

/** Absent fields stay, null clears. */
export async function updateTraining(db: Knex, id: number, change: TrainingChange): Promise<void> {
  const columns = trainingColumns(change);
  if (Object.keys(columns).length > 0) await db('trainings').where({ id }).update(columns);
}

export async function deleteTraining(db: Knex, id: number): Promise<void> {
  await db('trainings').where({ id }).delete();
}

function certificateColumns({ name, skill, number, issuedOn, expiresOn }: CertificateChange) {
  return given({ name, skill, number, issued_on: issuedOn, expires_on: expiresOn });
}

function trainingColumns({ heldOn, subject, hours, result }: TrainingChange) {
  return given({ held_on: heldOn, subject, hours, result });
}

function given(columns: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(columns).filter(([, value]) => value !== undefined));
}

import type { Knex } from 'knex';

/** What a version says; `week` is the Monday of the sheet that it is written on. */
export type Version = {
  week: string;
  what: string;
  responsible: string | null;
  personId: number | null;
  dueOn: string | null;
  state: 'open' | 'done';
  accountId: number;
};

export async function insertDecision(db: Knex, areaId: number, version: Version): Promise<number> {
  return db.transaction(async (trx) => {
    const [row] = await trx('decisions').insert({ area_id: areaId, week: version.week }).returning('id');
    await insertVersion(trx, row.id, 1, version);
    return row.id;
  });
}

/** Adds a version; nothing of an earlier one is changed. False where somebody has written that version already. */
export async function insertVersion(
  db: Knex,
  decisionId: number,
  number: number,
  { week, what, responsible, personId, dueOn, state, accountId }: Version,
): Promise<boolean> {
  const written = await db('decision_versions')
    .insert({
      ...{ decision_id: decisionId, version: number, week, what, responsible, person_id: personId },
      ...{ due_on: dueOn, state, account_id: accountId },
    })
    .onConflict(['decision_id', 'version'])
    .ignore()
    .returning('version');
  return written.length > 0;
}

/**
 * Takes a person's name out of the decisions that name the file of the person, before that is erased: what was decided
 * stays. Names of one letter are left alone, for they are in every text.
 */
export async function takeNameOut(trx: Knex, personId: number): Promise<void> {
  await trx.raw(
    `update decision_versions set what = replace(what, person.name, '#' || person.id),
       responsible = replace(responsible, person.name, '#' || person.id)
     from people person
     where person.id = :personId and length(person.name) > 1
       and decision_id in (select named.decision_id from decision_versions named where named.person_id = :personId)`,
    { personId },
  );
}

import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { Conflict } from '../http/problem.ts';
import type { Person } from './person.ts';
import { getPerson } from './queries.ts';
import { lockPeople } from './store.ts';

/**
 * Holds a person's file until the transaction ends and answers what it says. Throws NotFound outside the scope, and
 * Conflict where the person was erased or the file is no longer the revision that the caller knows.
 */
export async function holdFile(
  trx: Knex,
  scope: Scope,
  id: number,
  revision: number | undefined,
): Promise<Person> {
  await lockPeople(trx, [id]);
  const file = await getPerson(trx, scope, id);
  if (file.erased) throw personErased();
  if (revision !== undefined && revision !== file.revision) throw changedMeanwhile(file);
  return file;
}

function personErased(): Conflict {
  return new Conflict(
    'person-erased',
    'This person has been erased and stays so.',
    '此人员信息已清除，不能再修改。',
  );
}

function changedMeanwhile(person: Person): Conflict {
  return new Conflict(
    'file-changed',
    `Somebody else has changed the file of ${person.name} (${person.number}) since you read it; look at it as it is now and change it again.`,
    `${person.name}（${person.number}）的档案在您读取之后已被他人修改；请查看现在的内容后再改。`,
    { person },
  );
}

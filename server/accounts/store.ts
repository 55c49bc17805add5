import type { Knex } from 'knex';
import type { Grant } from '../access/caller.ts';

export type NewAccount = {
  username: string;
  displayName: string;
  passwordHash: string;
  personId: number | null;
  grants: readonly Grant[];
};

export async function insertAccount(db: Knex, account: NewAccount): Promise<number> {
  const [row] = await db('accounts')
    .insert({
      username: account.username,
      display_name: account.displayName,
      password_hash: account.passwordHash,
      person_id: account.personId,
    })
    .returning('id');
  await replaceGrants(db, row.id, account.grants);
  return row.id;
}

/** Absent fields stay; `disabled` keeps the time at which it was first set. */
export async function updateAccount(
  db: Knex,
  id: number,
  change: {
    displayName?: string | undefined;
    personId?: number | null | undefined;
    disabled?: boolean | undefined;
  },
): Promise<void> {
  const { displayName, personId, disabled } = change;
  const columns = {
    ...(displayName !== undefined && { display_name: displayName }),
    ...(personId !== undefined && { person_id: personId }),
    ...(disabled !== undefined && { disabled_at: disabled ? db.raw('coalesce(disabled_at, now())') : null }),
  };
  if (Object.keys(columns).length > 0) await db('accounts').where({ id }).update(columns);
}

export async function replaceGrants(db: Knex, accountId: number, grants: readonly Grant[]): Promise<void> {
  await db('grants').where({ account_id: accountId }).delete();
  if (grants.length === 0) return;
  await db('grants').insert(
    grants.map(({ role, areaId }) => ({ account_id: accountId, role, area_id: areaId })),
  );
}

export async function setPassword(db: Knex, accountId: number, passwordHash: string): Promise<void> {
  await db('accounts').where({ id: accountId }).update({ password_hash: passwordHash });
}

/**
 * Holds every enabled administrator of everywhere until the transaction ends, so that of two changes at the same
 * moment the later one sees the earlier. Returns how many there are.
 */
export async function lockAdministrators(db: Knex): Promise<number> {
  const { rows } = await db.raw(
    `select id from accounts where disabled_at is null
       and exists (select from grants where account_id = accounts.id and role = 'admin' and area_id is null)
     order by id for update`,
  );
  return rows.length;
}

/** Takes the person, both names and the password from an account and disables it; returns its id if there is one. */
export async function closeAccount(
  db: Knex,
  personId: number,
  passwordHash: string,
): Promise<number | undefined> {
  const [row] = await db('accounts')
    .where({ person_id: personId })
    .update({
      person_id: null,
      username: db.raw("'erased-' || id"),
      display_name: db.raw("'#' || id"),
      password_hash: passwordHash,
      disabled_at: db.raw('coalesce(disabled_at, now())'),
    })
    .returning('id');
  return row?.id;
}

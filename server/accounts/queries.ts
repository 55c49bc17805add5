import type { Knex } from 'knex';
import type { Grant } from '../access/caller.ts';

export type SignInAccount = {
  accountId: number;
  username: string;
  displayName: string;
  personId: number | null;
  grants: Grant[];
  passwordHash: string;
};

/** The enabled account of this name, with the hash to compare. User names do not distinguish case. */
export async function findAccountForSignIn(db: Knex, username: string): Promise<SignInAccount | undefined> {
  const { rows } = await db.raw(
    `select id as "accountId", username, display_name as "displayName", person_id as "personId", password_hash as "passwordHash",
       (select coalesce(json_agg(json_build_object('role', role, 'areaId', area_id) order by id), '[]')
        from grants where account_id = accounts.id) as grants
     from accounts where username = lower(:username) and disabled_at is null`,
    { username },
  );
  return rows[0];
}

import type { Knex } from 'knex';
import type { Grant } from '../access/caller.ts';
import { type Scope, stationCondition } from '../access/scope.ts';
import type { PersonName } from '../people/person.ts';
import type { Account } from './account.ts';

const grantsOf = `(select coalesce(json_agg(json_build_object('role', role, 'areaId', area_id) order by id), '[]')
  from grants where account_id = account.id)`;

const accountColumns = `account.id, account.username, account.display_name as "displayName",
  account.person_id as "personId", account.disabled_at is not null as disabled,
  account.created_at as "createdAt", ${grantsOf} as grants,
  (select count(*) from tokens where account_id = account.id and kind = 'session' and revoked_at is null
    and expires_at > now()) as sessions`;

/**
 * An administrator of an area manages the accounts that have grants, all of them inside it, and belong to nobody
 * outside it: whoever manages an account can sign in as it.
 */
const managed = `(:everywhere or (
  exists (select from grants where account_id = account.id)
  and not exists (select from grants where account_id = account.id
    and (area_id is null or area_id <> all(:areaIds)))
  and (account.person_id is null or person.station_area_id = any(:areaIds)
    or (:district and person.station_area_id is null))))`;

const managedBindings = (scope: Scope) => ({
  everywhere: scope.everywhere,
  areaIds: scope.areaIds,
  district: scope.includesDistrict,
});

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
    `select id as "accountId", username, display_name as "displayName", person_id as "personId",
       password_hash as "passwordHash", ${grantsOf} as grants
     from accounts account where username = :username and disabled_at is null`,
    { username: username.trim().toLowerCase() },
  );
  return rows[0];
}

/** The accounts that the scope may manage, by user name. */
export async function listAccounts(
  db: Knex,
  scope: Scope,
  { q, after, limit }: { q: string | undefined; after: string | undefined; limit: number },
): Promise<Account[]> {
  const { rows } = await db.raw(
    `select ${accountColumns} from accounts account left join people person on person.id = account.person_id
     where ${managed}
       and (cast(:q as text) is null or position(lower(:q) in lower(account.username || ' ' || account.display_name)) > 0)
       and (cast(:after as text) is null or account.username > :after)
     order by account.username limit :limit`,
    { ...managedBindings(scope), q: q ?? null, after: after ?? null, limit },
  );
  return rows;
}

/** People of the scope whose name or number holds what is typed, or the one of an id: those that accounts belong to. */
export async function listHolders(
  db: Knex,
  scope: Scope,
  { q, id }: { q?: string | undefined; id?: number | undefined },
  limit: number,
): Promise<PersonName[]> {
  const station = stationCondition(scope, 'person.station_area_id');
  const { rows } = await db.raw(
    `select person.id, person.number, person.name, person.kind from people person
     where ${station.sql} and person.erased_at is null
       and (cast(:id as bigint) is null or person.id = :id)
       and (cast(:q as text) is null or position(lower(:q) in lower(person.number || ' ' || person.name)) > 0)
     order by person.number limit :limit`,
    { ...station.bindings, q: q ?? null, id: id ?? null, limit },
  );
  return rows;
}

/** One account as the API shows it; undefined where it does not exist or the scope may not manage it. */
export async function findAccount(db: Knex, scope: Scope, id: number): Promise<Account | undefined> {
  const { rows } = await db.raw(
    `select ${accountColumns} from accounts account left join people person on person.id = account.person_id
     where account.id = :id and ${managed}`,
    { ...managedBindings(scope), id },
  );
  return rows[0];
}

/** True while somebody can still manage everything. */
export async function hasAdministrator(db: Knex): Promise<boolean> {
  const row = await db('accounts')
    .join('grants', 'grants.account_id', 'accounts.id')
    .where({ role: 'admin' })
    .whereNull('area_id')
    .whereNull('disabled_at')
    .first('accounts.id');
  return row !== undefined;
}

type ApiToken = {
  id: number;
  name: string;
  createdAt: Date;
  expiresAt: Date | null;
  lastUsedAt: Date | null;
};

/** The API tokens of an account that still serve or merely ran out, latest first. */
export async function listApiTokens(
  db: Knex,
  accountId: number,
  { after, limit }: { after: number | undefined; limit: number },
): Promise<ApiToken[]> {
  const { rows } = await db.raw(
    `select id, coalesce(name, '') as name, created_at as "createdAt", expires_at as "expiresAt", last_used_at as "lastUsedAt"
     from tokens where account_id = :accountId and kind = 'api' and revoked_at is null
       and (cast(:after as bigint) is null or id < :after)
     order by id desc limit :limit`,
    { accountId, after: after ?? null, limit },
  );
  return rows;
}

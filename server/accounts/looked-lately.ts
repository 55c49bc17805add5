import type { Knex } from 'knex';

/** Moving a map asks for many pictures: a look goes on as one for so long. */
const lookMs = 3_600_000;

type Looks = { until: number; seen: Set<string> };
const byDatabase = new WeakMap<object, Map<number, Looks>>();

/** What an account's look of this hour has shown and is recorded already; whoever records more adds it. */
export function lookedLately(db: Knex, accountId: number, now: number): Set<string> {
  const owner: object = db.client.config;
  const byAccount = byDatabase.get(owner) ?? new Map<number, Looks>();
  byDatabase.set(owner, byAccount);
  for (const [account, { until }] of byAccount) if (until <= now) byAccount.delete(account);
  const looks = byAccount.get(accountId) ?? { until: now + lookMs, seen: new Set<string>() };
  byAccount.set(accountId, looks);
  return looks.seen;
}

import type { Knex } from 'knex';
import pLimit from 'p-limit';
import type { Caller } from '../access/caller.ts';
import { recordLook } from '../accounts/record-look.ts';
import type { Told } from './board.ts';

/** A look goes on as one for so long, over all the windows that an account has open. */
const lookMs = 3_600_000;

/** A district's look is thousands of rows: one at a time, so that those who report are not kept waiting for it. */
const oneAtATime = pLimit(1);

type Looks = { until: number; seen: Set<number> };

/** The looks that are recorded already: by account, whom it has looked at; a person's id, or a device's as a negative. */
export type GrantedLooks = {
  /** Those of whom a look must be recorded before they are told of. */
  missing: (accountId: number, told: Iterable<Told>, now: number) => Told[];
  record: (caller: Caller, told: readonly Told[], now: number) => Promise<void>;
  /** Forgets accounts that look no more. */
  forget: (accountIds: ReadonlySet<number>, now: number) => void;
};

export function grantedLooks(db: Knex): GrantedLooks {
  const byAccount = new Map<number, Looks>();
  const looksOf = (accountId: number, now: number): Looks => {
    const known = byAccount.get(accountId);
    if (known && known.until > now) return known;
    const looks = { until: now + lookMs, seen: new Set<number>() };
    byAccount.set(accountId, looks);
    return looks;
  };
  return {
    missing: (accountId, told, now) => {
      const { seen } = looksOf(accountId, now);
      const missing: Told[] = [];
      for (const one of told) if (!seen.has(keyOf(one))) missing.push(one);
      return missing;
    },
    record: (caller, told, now) =>
      oneAtATime(async () => {
        const { until, seen } = looksOf(caller.accountId, now);
        const unseen = told.filter((one) => !seen.has(keyOf(one)));
        await recordLook(db, caller, {
          what: 'live',
          period: { from: new Date(now), to: new Date(until) },
          personIds: unseen.flatMap(({ position: { person } }) => person?.id ?? []),
          deviceIds: unseen.flatMap(({ position: { person, device } }) => (person ? [] : device)),
        });
        for (const one of unseen) seen.add(keyOf(one));
      }),
    forget: (accountIds, now) => {
      for (const [accountId, { until }] of byAccount)
        if (until <= now && !accountIds.has(accountId)) byAccount.delete(accountId);
    },
  };
}

function keyOf({ position: { person, device } }: Told): number {
  return person ? person.id : -device;
}

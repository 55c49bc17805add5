import type { Knex } from 'knex';
import { liveTokens } from '../registration-store.ts';

type Verdict = { isLive: boolean; isLenient: boolean };
type Waiting = { tokenId: number; resolve: (verdict: Verdict) => void; reject: (error: unknown) => void };

/**
 * Asks whether tokens are still good. Every question is answered by the database as of now, but those that come while
 * one is asked are asked together: a token revoked is a token refused, at no cost for each terminal.
 */
export function tokenCheck(db: Knex): (tokenId: number) => Promise<Verdict> {
  let waiting: Waiting[] = [];
  let isAsking = false;

  const ask = async () => {
    isAsking = true;
    while (waiting.length > 0) {
      const asked = waiting;
      waiting = [];
      try {
        const live = await liveTokens(db, [...new Set(asked.map(({ tokenId }) => tokenId))]);
        for (const { tokenId, resolve } of asked)
          resolve({ isLive: live.has(tokenId), isLenient: live.get(tokenId) ?? false });
      } catch (error) {
        for (const { reject } of asked) reject(error);
      }
    }
    isAsking = false;
  };

  return (tokenId) =>
    new Promise((resolve, reject) => {
      waiting.push({ tokenId, resolve, reject });
      if (!isAsking) void ask();
    });
}

import type { Knex } from 'knex';

/**
 * Keeps the latest few results of a slow question, per database: the key must name everything that the answer depends
 * on. Callers that ask at once share one answer; a failure is not kept.
 */
export function remembered<T>(most: number, ask: (db: Knex, key: string) => Promise<T>) {
  const perDatabase = new WeakMap<object, Map<string, Promise<T>>>();
  return (db: Knex, key: string): Promise<T> => {
    // A transaction shares its settings with its pool.
    const settings: object = db.client.config;
    const kept = perDatabase.get(settings) ?? new Map<string, Promise<T>>();
    perDatabase.set(settings, kept);
    const answer = kept.get(key) ?? ask(db, key);
    kept.delete(key);
    kept.set(key, answer);
    answer.catch(() => kept.get(key) === answer && kept.delete(key));
    for (const oldest of kept.keys()) {
      if (kept.size <= most) break;
      kept.delete(oldest);
    }
    return answer;
  };
}

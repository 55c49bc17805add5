import { setTimeout as sleep } from 'node:timers/promises';

/** Connection failure, shutdown, disk trouble, serialization failure, deadlock: the whole transaction may be sent again. */
const transientCodes = new Set(['08006', '57P01', '57P02', '57P03', '58030', '40001', '40P01']);
const lostConnection = /Connection terminated/i;
const waitsMs = [50, 250];

/**
 * Runs an idempotent transaction, again where it failed for a reason that passes. A commit whose answer was lost may
 * have happened: the work must come to the same when it is done twice.
 */
export async function retrying<T>(transaction: () => Promise<T>): Promise<T> {
  for (const waitMs of waitsMs) {
    try {
      return await transaction();
    } catch (error) {
      if (!isTransient(error)) throw error;
      await sleep(waitMs);
    }
  }
  return transaction();
}

function isTransient(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && transientCodes.has(String(error.code))) || lostConnection.test(error.message);
}

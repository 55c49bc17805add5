import type { Knex } from 'knex';
import pLimit from 'p-limit';
import { retrying } from '../database/retry.ts';
import type { Deps } from '../deps.ts';
import { problemOf } from '../http/failure.ts';
import { Unavailable } from '../http/problem.ts';
import type { Decoded, NewFix, ReadFix, Refusal } from './fix.ts';
import { grouping } from './grouping.ts';
import { keptSince } from './retained.ts';
import { storeAlone, storeTogether, type Terms } from './store-deliveries.ts';

/** What a device or person sent, decoded. */
export type Delivery = {
  deviceId: number;
  tokenId?: number | null;
  /**
   * The token was looked up before, and its device had this secret then: both are looked at again where the delivery is
   * stored, and it is refused as {@link StaleCredential} where they no longer hold.
   */
  credential?: { secret: string | null } | undefined;
  accountId?: number | null;
  protocol: string;
  isLive: boolean;
  fileName?: string | null;
  /** The request as it came, kept where it holds nothing off duty; absent for a file. */
  body?: Uint8Array | null;
  /** Epoch milliseconds. */
  receivedAt: number;
  decoded: Decoded;
  /** It comes out of quarantine, where what is refused again stays. */
  isReplay?: boolean;
};

/** What became of a delivery: `received` is the sum of the others but `flagged`, which are among those stored. */
export type Receipt = {
  received: number;
  stored: number;
  duplicates: number;
  flagged: Refusal[];
  refused: Refusal[];
  offDuty: number;
  /** The tracks that hold what was sent; for files. */
  tracks: number[];
  newlyStored: readonly NewFix[];
  /** Fixes stored before whose verdict these changed. */
  rejudged: readonly ReadFix[];
};

const enough = 200;
const heavy = 2_000;
const atOnce = 3;
const mostWaiting = 200_000;

/** Late deliveries read stretches of a track again: they are not to take all connections. */
const fewAtOnce = pLimit(3);

type Grouped = { key: number; weight: number; delivery: Delivery };
const groupers = new WeakMap<Deps, (item: Grouped) => Promise<Receipt>>();

/**
 * Stores a delivery with all that follows from it, and returns once that is committed; Unavailable where too much waits
 * already. What arrives within the configured time is stored in one transaction with it. The same delivery again
 * changes nothing. Deliveries of one device are stored in the order they came.
 */
export function ingest(deps: Deps, delivery: Delivery): Promise<Receipt> {
  const { fixes, refused } = delivery.decoded;
  const weight = 1 + fixes.length + refused.length;
  return grouperOf(deps)({ key: delivery.deviceId, weight, delivery });
}

function grouperOf(deps: Deps): (item: Grouped) => Promise<Receipt> {
  const known = groupers.get(deps);
  if (known) return known;
  const made = grouping<Grouped, Receipt>(
    { windowMs: deps.config.ingestGroupMs, enough, heavy, atOnce, most: mostWaiting },
    (group) =>
      storeGroup(
        deps,
        group.map(({ delivery }) => delivery),
      ),
    () =>
      new Unavailable(
        'overloaded',
        'More arrives than can be stored at the moment; send it again in a few seconds.',
        '当前上传量超出处理能力，请几秒后重新发送。',
      ),
  );
  groupers.set(deps, made);
  return made;
}

/** One transaction for those that go on from their devices' last, and one each for whatever else. */
async function storeGroup(
  deps: Deps,
  deliveries: readonly Delivery[],
): Promise<(Receipt | Promise<Receipt>)[]> {
  const alone = (delivery: Delivery) =>
    fewAtOnce(() => inTransaction(deps.db, (trx) => storeAlone(trx, delivery, termsOf(deps, [delivery]))));
  const receipts = await inTransaction(deps.db, (trx) =>
    storeTogether(trx, deliveries, termsOf(deps, deliveries)),
  ).catch((error: unknown): undefined[] => {
    // One bad delivery never takes its neighbours along. Where the database is away, it is for all of them.
    if (problemOf(error) instanceof Unavailable) throw error;
    return [];
  });
  return deliveries.map((delivery, index) => receipts[index] ?? alone(delivery));
}

function inTransaction<T>(db: Knex, work: (trx: Knex) => Promise<T>): Promise<T> {
  return retrying(() => db.transaction(work));
}

function termsOf({ config }: Deps, deliveries: readonly Delivery[]): Terms {
  const earliest = Math.min(...deliveries.map(({ receivedAt }) => receivedAt));
  return { timeZone: config.timeZone, keptSince: keptSince(config.retentionMonths, earliest) };
}

import type { Knex } from 'knex';
import type { Deps } from '../../deps.ts';
import { decodeAgain } from '../../devices/protocols/registry.ts';
import { ingest, type Receipt } from '../ingest.ts';
import type { WaitingFilter, WaitingRecord } from './queries.ts';
import { listWaiting } from './queries.ts';
import { keepWaiting, type Outcome, settle } from './store.ts';

/** What became of records that were decoded again. */
export type Replayed = { tried: number; still: number } & Record<Exclude<Outcome, 'dismissed'>, number>;

const atOnce = 200;

/**
 * Decodes again what waits in quarantine, as if it had just arrived when it did, and stores what can be stored now.
 * A page at a time, so that an end in the middle loses nothing; what is stored twice is a duplicate.
 */
export async function replay(
  deps: Deps,
  filter: WaitingFilter,
  onPage: (sum: Replayed) => void = () => {},
): Promise<Replayed> {
  const sum: Replayed = { tried: 0, still: 0, stored: 0, duplicate: 0, 'off-duty': 0, nothing: 0 };
  let after: readonly [number, number] | undefined;
  for (;;) {
    const page = await listWaiting(deps.db, filter, { after, limit: atOnce });
    const last = page.at(-1);
    if (!last) return sum;
    await replayPage(deps, page, sum);
    after = [last.deviceId, last.id];
    onPage(sum);
  }
}

async function replayPage(deps: Deps, page: readonly WaitingRecord[], sum: Replayed): Promise<void> {
  const results = await Promise.all(page.map((record) => again(deps, record)));
  const settled: { deviceId: number; id: number; outcome: Outcome }[] = [];
  const still: { deviceId: number; id: number; reason: string }[] = [];
  for (const [index, { deviceId, id }] of page.entries()) {
    const result = results[index];
    sum.tried++;
    if (!result || 'reason' in result) {
      sum.still++;
      still.push({ deviceId, id, reason: result?.reason ?? 'decoder-failed' });
    } else {
      sum[result.outcome]++;
      settled.push({ deviceId, id, outcome: result.outcome });
    }
  }
  await deps.db.transaction(async (trx: Knex) => {
    await settle(trx, settled);
    await keepWaiting(trx, still);
  });
}

type Again = { reason: string } | { outcome: Exclude<Outcome, 'dismissed'> };

async function again(deps: Deps, record: WaitingRecord): Promise<Again> {
  const { deviceId, protocol, isLive, secret } = record;
  const receivedAt = record.receivedAt.getTime();
  const decoded = decodeAgain(protocol, record.raw, { receivedAt, secret });
  const [refusal] = decoded.refused;
  if (refusal && decoded.fixes.length === 0) return { reason: refusal.reason };
  if (decoded.fixes.length === 0) return { outcome: 'nothing' };
  // Of a message of many records those that are still refused wait on by themselves, and the message no longer does.
  const isWhole = decoded.fixes.length + decoded.refused.length > 1;
  const delivery = { deviceId, protocol, isLive, receivedAt, decoded, isReplay: !isWhole };
  const receipt = await ingest(deps, delivery);
  return outcomeOf(isWhole ? { ...receipt, refused: [] } : receipt);
}

function outcomeOf({ stored, duplicates, offDuty, refused }: Receipt): Again {
  const [refusal] = refused;
  if (refusal) return { reason: refusal.reason };
  if (stored > 0) return { outcome: 'stored' };
  if (offDuty > 0) return { outcome: 'off-duty' };
  return { outcome: duplicates > 0 ? 'duplicate' : 'nothing' };
}

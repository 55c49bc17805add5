import type { Knex } from 'knex';
import { retrying } from '../database/retry.ts';
import type { Deps } from '../deps.ts';
import { admit } from './admit.ts';
import { type Custody, carrierLookup, countByDay, custodyOf, isKept } from './custody.ts';
import { loadState, lockDevice } from './device-state.ts';
import type { Decoded, NewFix, ReadFix, Refusal } from './fix.ts';
import { isFixThere } from './fixes-store.ts';
import { flag, reasonsOf } from './flag.ts';
import { keepFixes } from './keep-fixes.ts';
import { tracksHolding } from './queries.ts';
import { countOffDuty, insertReceipt } from './receipts-store.ts';
import { keptSince } from './retained.ts';

/** What a device or person sent, decoded. */
export type Delivery = {
  deviceId: number;
  tokenId?: number | null;
  accountId?: number | null;
  protocol: string;
  isLive: boolean;
  fileName?: string | null;
  /** The request as it came, kept where it holds nothing off duty; absent for a file. */
  body?: Uint8Array | null;
  /** Epoch milliseconds. */
  receivedAt: number;
  decoded: Decoded;
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
  newlyStored: NewFix[];
  /** Fixes stored before whose verdict these changed. */
  rejudged: ReadFix[];
};

/**
 * Stores a delivery with all that follows from it, in one transaction, and returns once that is committed. The same
 * delivery again changes nothing. Deliveries of one device wait for each other.
 */
export async function ingest({ db, config }: Deps, delivery: Delivery): Promise<Receipt> {
  const since = keptSince(config.retentionMonths, delivery.receivedAt);
  const stored = (expectsKnown: boolean) =>
    retrying(() =>
      db.transaction((trx) => store(trx, delivery, { timeZone: config.timeZone, since, expectsKnown })),
    );
  return stored(false).catch((error: unknown) => {
    if (isFixThere(error)) return stored(true);
    throw error;
  });
}

async function store(
  db: Knex,
  delivery: Delivery,
  { timeZone, since, expectsKnown }: { timeZone: string; since: number | undefined; expectsKnown: boolean },
): Promise<Receipt> {
  const { deviceId, receivedAt, isLive } = delivery;
  const device = await lockDevice(db, deviceId);
  const admitted = admit(delivery.decoded, { datum: device.datum, isLive, receivedAt, keptSince: since });
  const state = await loadState(db, deviceId, periodOf(admitted.fixes, receivedAt));
  const custody = custodyOf(state, device.alwaysOnDuty);
  const { kept, offDuty } = byDuty(admitted.fixes, custody, receivedAt);
  const outcome = await keepFixes(db, { ...state, deviceId, receivedAt, custody, expectsKnown }, kept);
  await countOffDuty(db, deviceId, countByDay(offDuty, timeZone));
  const known = new Set(outcome.duplicates);
  const newlyStored = kept.filter((fix) => !known.has(fix));
  const receipt = {
    received: delivery.decoded.fixes.length + delivery.decoded.refused.length,
    stored: newlyStored.length,
    duplicates: outcome.duplicates.length + admitted.duplicates,
    flagged: flaggedOf(newlyStored),
    refused: admitted.refused,
    offDuty: offDuty.length,
    tracks: isLive ? [] : await tracksHolding(db, deviceId, kept),
    newlyStored,
    rejudged: outcome.rejudged,
  };
  const isBodyKept = offDuty.length === 0 && (kept.length > 0 || onDutyNow(custody, receivedAt));
  await insertReceipt(db, {
    ...receipt,
    deviceId,
    id: state.receiptId,
    receivedAt,
    protocol: delivery.protocol,
    tokenId: delivery.tokenId ?? null,
    accountId: delivery.accountId ?? null,
    fileName: delivery.fileName ?? null,
    body: isBodyKept ? (delivery.body ?? null) : null,
    flagged: new Set(receipt.flagged.map(({ index }) => index)).size,
  });
  return receipt;
}

/** A suspect time says nothing about duty: then the time of arrival counts. */
function dutyInstant(fix: NewFix, receivedAt: number): number {
  return fix.own & flag.timeSuspect ? receivedAt : fix.at;
}

function byDuty(fixes: readonly NewFix[], custody: Custody, receivedAt: number) {
  const carrierAt = carrierLookup(custody);
  const kept: NewFix[] = [];
  const offDuty: number[] = [];
  for (const fix of fixes) {
    const at = dutyInstant(fix, receivedAt);
    if (isKept(custody, carrierAt, at)) kept.push(fix);
    else offDuty.push(at);
  }
  return { kept, offDuty };
}

function onDutyNow(custody: Custody, at: number): boolean {
  return isKept(custody, carrierLookup(custody), at);
}

function periodOf(fixes: readonly NewFix[], receivedAt: number) {
  const instants = fixes.map((fix) => dutyInstant(fix, receivedAt));
  return {
    from: instants.reduce((a, b) => Math.min(a, b), receivedAt),
    to: instants.reduce((a, b) => Math.max(a, b), receivedAt),
  };
}

function flaggedOf(fixes: readonly NewFix[]): Refusal[] {
  return fixes
    .filter(({ judged }) => judged !== 0)
    .flatMap(({ index, judged }) => reasonsOf(judged).map((reason) => ({ index, reason })))
    .sort((a, b) => a.index - b.index);
}

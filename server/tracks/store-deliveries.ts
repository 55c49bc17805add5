import type { Knex } from 'knex';
import { pipelined } from '../database/pipelined.ts';
import { cellsInForce } from '../plans/cells-in-force.ts';
import { admit, type Rejected, trustedTimes, withPoor } from './admit.ts';
import { type Custody, carrierLookup, countByDay, custodyOf, isFiltered, isKept } from './custody.ts';
import {
  type DeviceState,
  datumAt,
  type Locked,
  loadStates,
  lockDevices,
  noSuchDevice,
  StaleCredential,
} from './device-state.ts';
import type { NewFix, Refusal } from './fix.ts';
import { lastFixesAt } from './fixes-store.ts';
import { flag, reasonsOf } from './flag.ts';
import type { Delivery, Receipt } from './ingest.ts';
import { goesOn, type Keeping, type Kept, type KeptTogether, keepLate, keepTogether } from './keep-fixes.ts';
import { packBody, type StoredBody } from './packed-body.ts';
import { quarantinedOf } from './quarantine/quarantined.ts';
import { insertQuarantined, type Quarantined } from './quarantine/store.ts';
import { tracksHolding } from './queries.ts';
import { countOffDuty, insertReceipts, type OffDuty, type ReceiptRow } from './receipts-store.ts';
import { unpackPoint } from './resume.ts';
import { thresholdsInForce } from './thresholds-in-force.ts';

export type Terms = { timeZone: string; keptSince: number | undefined };

/** A delivery with what is to be kept of it. */
type Sorted = {
  delivery: Delivery;
  state: DeviceState;
  custody: Custody;
  keeping: Keeping;
  offDuty: number[];
  refused: Rejected[];
  duplicates: number;
};

/**
 * Stores deliveries of different devices with all that follows, in the transaction that `db` is: one statement of each
 * kind. Undefined for those that must be stored alone by {@link storeAlone}, because their fixes do not go on from the
 * device's last. A unique violation where a fix is there already all the same.
 */
export async function storeTogether(
  db: Knex,
  deliveries: readonly Delivery[],
  terms: Terms,
): Promise<(Receipt | undefined)[]> {
  const sorted = await sortOut(db, deliveries, terms);
  const together = sorted.filter((one): one is Sorted => one !== undefined && isPlain(one));
  const receipts = await write(db, together, terms, async (cells) =>
    keepTogether(
      db,
      cells,
      together.map(({ keeping }) => keeping),
    ),
  );
  return sorted.map((one) => (one ? receipts[together.indexOf(one)] : undefined));
}

/** Stores one delivery whose fixes may come in any order and may be there already. */
export async function storeAlone(db: Knex, delivery: Delivery, terms: Terms): Promise<Receipt> {
  const [sorted] = await sortOut(db, [delivery], terms);
  if (!sorted) throw noSuchDevice(delivery.deviceId);
  const [receipt] = await write(db, [sorted], terms, async (cells) => ({
    kept: [await keepLate(db, cells, sorted.keeping)],
    writes: [],
  }));
  return receipt as Receipt;
}

/** Nothing is to be kept, or all of it goes on from the device's last. */
function isPlain({ keeping }: Sorted): boolean {
  return keeping.fixes.length === 0 || goesOn(keeping);
}

/** Locks the devices, and divides what arrived into what is kept, off duty and refused; undefined for unknown devices. */
async function sortOut(
  db: Knex,
  deliveries: readonly Delivery[],
  { keptSince }: Terms,
): Promise<(Sorted | undefined)[]> {
  const [devices, states] = await lockAndLoad(db, deliveries);
  const admitted = deliveries.flatMap((delivery, index) => {
    const device = devices.get(delivery.deviceId);
    const state = states[index];
    if (!device || !state) return [];
    const { isLive, receivedAt } = delivery;
    const { fixes, duplicates, refused } = admit(delivery.decoded, {
      datum: datumAt(device, receivedAt),
      isLive,
      receivedAt,
      keptSince,
    });
    return [{ delivery, device, state, head: unpackPoint(state.head), fixes, duplicates, refused }];
  });
  for (const { delivery, device, state } of admitted) {
    const { credential } = delivery;
    const isHeld = state.isTokenInForce && device.secret === credential?.secret;
    if (credential && !isHeld) throw new StaleCredential();
  }
  // Read after the devices were locked: whoever changes thresholds holds the devices that they are for.
  const thresholdsOf = await thresholdsInForce(db, states[0]?.thresholdsRevision);
  const lastAts = await lastFixesAt(
    db,
    admitted.flatMap(({ delivery: { deviceId }, head }) => (head ? [] : deviceId)),
  );
  const sorted = new Map(
    admitted.map(({ delivery, device, state, head, fixes, refused, duplicates }) => {
      const custody = custodyOf(state, device.alwaysOnDuty);
      const { deviceId, receivedAt } = delivery;
      const thresholds = thresholdsOf(device.kind);
      const { kept, offDuty } = byDuty(withPoor(fixes, thresholds), custody, receivedAt);
      const { receiptId } = state;
      const lastAt = lastAts.get(deviceId);
      const keeping = { deviceId, receiptId, receivedAt, fixes: kept, thresholds, custody, head, lastAt };
      return [delivery, { delivery, state, custody, keeping, offDuty, refused, duplicates }];
    }),
  );
  return deliveries.map((delivery) => sorted.get(delivery));
}

type Keep = (cells: Awaited<ReturnType<typeof cellsInForce>>) => Promise<KeptTogether>;

async function write(db: Knex, all: readonly Sorted[], { timeZone }: Terms, keep: Keep): Promise<Receipt[]> {
  const [first] = all;
  if (!first) return [];
  const [{ kept, writes }, bodies] = await Promise.all([
    cellsInForce(db, first.state.cellsRevision).then(keep),
    Promise.all(all.map(({ delivery }) => packBody(delivery.body))),
  ]);
  const receipts = all.map((one, index) => receiptOf(one, kept[index] as Kept));
  const rows = all.map((one, index) =>
    receiptRow(one, receipts[index] as Receipt, bodies[index] as StoredBody),
  );
  await pipelined(db, [
    ...writes,
    () =>
      countOffDuty(
        db,
        all.map((one) => offDutyOf(one, timeZone)),
      ),
    () => insertReceipts(db, rows),
    () => insertQuarantined(db, all.flatMap(quarantinedOfOne)),
  ]);
  for (const [index, { delivery, keeping }] of all.entries()) {
    const receipt = receipts[index];
    if (receipt && !delivery.isLive)
      receipt.tracks = await tracksHolding(db, delivery.deviceId, keeping.fixes);
  }
  return receipts;
}

function offDutyOf({ delivery: { deviceId }, offDuty }: Sorted, timeZone: string): OffDuty {
  return { deviceId, perDay: countByDay(offDuty, timeZone) };
}

function quarantinedOfOne({ delivery, custody, refused, keeping, offDuty, state }: Sorted): Quarantined[] {
  if (delivery.isReplay || refused.length === 0) return [];
  const beside = { custody, fixes: keeping.fixes, hasOffDuty: offDuty.length > 0 };
  const { receiptId } = state;
  return quarantinedOf(delivery, refused, beside).map((record) => ({ receiptId, ...record }));
}

function receiptOf({ delivery, keeping, refused, offDuty, duplicates }: Sorted, kept: Kept): Receipt {
  const known = new Set(kept.duplicates);
  const newlyStored = keeping.fixes.filter((fix) => !known.has(fix));
  return {
    received: delivery.decoded.fixes.length + delivery.decoded.refused.length,
    stored: newlyStored.length,
    duplicates: known.size + duplicates,
    flagged: flaggedOf(newlyStored),
    refused: refused.map(({ index, reason }) => ({ index, reason })),
    offDuty: offDuty.length,
    tracks: [],
    newlyStored,
    rejudged: kept.rejudged,
  };
}

function receiptRow(sorted: Sorted, receipt: Receipt, stored: StoredBody): ReceiptRow {
  const { delivery, state, keeping } = sorted;
  const { decoded, receivedAt } = delivery;
  const isKeptWhole = isBodyKept(sorted);
  const latest = keeping.fixes.findLast(({ own }) => (own & flag.timeSuspect) === 0);
  return {
    deviceId: delivery.deviceId,
    id: state.receiptId,
    receivedAt,
    protocol: delivery.protocol,
    isLive: delivery.isLive,
    tokenId: delivery.tokenId ?? null,
    accountId: delivery.accountId ?? null,
    fileName: delivery.fileName ?? null,
    body: isKeptWhole ? stored.body : null,
    bodyPacked: isKeptWhole && stored.bodyPacked,
    received: receipt.received,
    stored: receipt.stored,
    duplicates: receipt.duplicates,
    flagged: new Set(receipt.flagged.map(({ index }) => index)).size,
    offDuty: receipt.offDuty,
    refused: receipt.refused,
    labels: decoded.labels && Object.keys(decoded.labels).length > 0 ? decoded.labels : null,
    batteryPercent: decoded.batteryPercent === undefined ? null : Math.round(decoded.batteryPercent),
    latestAt: latest?.at ?? null,
  };
}

/** A request is kept as it came where nothing in it may be of a time off duty. */
function isBodyKept({ delivery, custody, keeping, offDuty, refused }: Sorted): boolean {
  const { receivedAt, decoded } = delivery;
  if (offDuty.length > 0 || (decoded.holdsMore && isFiltered(custody))) return false;
  const carrierAt = carrierLookup(custody);
  if (keeping.fixes.length === 0 && !isKept(custody, carrierAt, receivedAt)) return false;
  return refused.every(({ at }) => isKept(custody, carrierAt, at ?? receivedAt));
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

/**
 * Locks the devices, and reads what their deliveries go on from: two statements in their order, for the second is to see what those
 * who held the devices before have written.
 */
async function lockAndLoad(
  db: Knex,
  deliveries: readonly Delivery[],
): Promise<[devices: Map<number, Locked>, states: DeviceState[]]> {
  let devices = new Map<number, Locked>();
  let states: DeviceState[] = [];
  const deviceIds = deliveries.map(({ deviceId }) => deviceId);
  await pipelined(db, [
    async () => {
      devices = await lockDevices(db, deviceIds);
    },
    async () => {
      states = await loadStates(db, deliveries.map(askedOf));
    },
  ]);
  return [devices, states];
}

function askedOf({ deviceId, credential, tokenId, decoded, isLive, receivedAt }: Delivery) {
  let [from, to] = [receivedAt, receivedAt];
  for (const at of trustedTimes(decoded, { isLive, receivedAt })) {
    if (at < from) from = at;
    if (at > to) to = at;
  }
  return { deviceId, tokenId: credential ? (tokenId ?? null) : null, from, to };
}

function flaggedOf(fixes: readonly NewFix[]): Refusal[] {
  return fixes
    .filter(({ judged }) => judged !== 0)
    .flatMap(({ index, judged }) => reasonsOf(judged).map((reason) => ({ index, reason })))
    .sort((a, b) => a.index - b.index);
}

import type { Knex } from 'knex';
import { cellsInForce } from '../plans/cells-in-force.ts';
import { admit, type Rejected, withPoor } from './admit.ts';
import { type Custody, carrierLookup, countByDay, custodyOf, isFiltered, isKept } from './custody.ts';
import {
  type DeviceState,
  datumAt,
  loadStates,
  lockDevices,
  noSuchDevice,
  StaleCredential,
} from './device-state.ts';
import type { NewFix, Refusal } from './fix.ts';
import { flag, reasonsOf } from './flag.ts';
import type { Delivery, Receipt } from './ingest.ts';
import { goesOn, type Keeping, type Kept, keepLate, keepTogether, lastWithoutHead } from './keep-fixes.ts';
import { packBody, type StoredBody } from './packed-body.ts';
import { quarantinedOf } from './quarantine/quarantined.ts';
import { insertQuarantined } from './quarantine/store.ts';
import { tracksHolding } from './queries.ts';
import { countOffDuty, insertReceipts, type ReceiptRow } from './receipts-store.ts';
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
  const receipts = await write(db, together, terms, (cells) =>
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
  const [receipt] = await write(db, [sorted], terms, async (cells) => [
    await keepLate(db, cells, sorted.keeping),
  ]);
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
  const devices = await lockDevices(
    db,
    deliveries.map(({ deviceId }) => deviceId),
  );
  const admitted = deliveries.flatMap((delivery) => {
    const device = devices.get(delivery.deviceId);
    if (!device) return [];
    const { isLive, receivedAt } = delivery;
    return [
      {
        delivery,
        device,
        ...admit(delivery.decoded, { datum: datumAt(device, receivedAt), isLive, receivedAt, keptSince }),
      },
    ];
  });
  const states = await loadStates(
    db,
    admitted.map(({ delivery, fixes, refused }) => ({
      deviceId: delivery.deviceId,
      tokenId: delivery.credential ? (delivery.tokenId ?? null) : null,
      ...periodOf(fixes, refused, delivery.receivedAt),
    })),
  );
  admitted.forEach(({ delivery: { credential }, device }, index) => {
    const isHeld = states[index]?.isTokenInForce && device.secret === credential?.secret;
    if (credential && !isHeld) throw new StaleCredential();
  });
  // Read after the devices were locked: whoever changes thresholds holds the devices that they are for.
  const thresholdsOf = await thresholdsInForce(db, states[0]?.thresholdsRevision);
  const lastAts = await lastWithoutHead(
    db,
    admitted.map(({ delivery: { deviceId } }, index) => ({ deviceId, head: states[index]?.head })),
  );
  const sorted = new Map(
    admitted.map(({ delivery, device, fixes, refused, duplicates }, index) => {
      const state = states[index] as DeviceState;
      const custody = custodyOf(state, device.alwaysOnDuty);
      const { deviceId, receivedAt } = delivery;
      const thresholds = thresholdsOf(device.kind);
      const { kept, offDuty } = byDuty(withPoor(fixes, thresholds), custody, receivedAt);
      const { receiptId, head } = state;
      const lastAt = lastAts.get(deviceId);
      const of = { deviceId, receiptId, receivedAt, thresholds, custody, head, lastAt };
      const keeping = { ...of, fixes: kept };
      return [delivery, { delivery, state, custody, keeping, offDuty, refused, duplicates }];
    }),
  );
  return deliveries.map((delivery) => sorted.get(delivery));
}

type Keep = (cells: Awaited<ReturnType<typeof cellsInForce>>) => Promise<readonly Kept[]>;

async function write(db: Knex, all: readonly Sorted[], { timeZone }: Terms, keep: Keep): Promise<Receipt[]> {
  const [first] = all;
  if (!first) return [];
  const [kept, bodies] = await Promise.all([
    cellsInForce(db, first.state.cellsRevision).then(keep),
    Promise.all(all.map(({ delivery }) => packBody(delivery.body))),
  ]);
  const receipts: Receipt[] = [];
  for (const [index, one] of all.entries()) {
    const receipt = receiptOf(one, kept[index] as Kept);
    // Files come alone.
    if (!one.delivery.isLive)
      receipt.tracks = await tracksHolding(db, one.delivery.deviceId, one.keeping.fixes);
    receipts.push(receipt);
  }
  await countOffDuty(
    db,
    all.map(({ delivery, offDuty }) => ({
      deviceId: delivery.deviceId,
      perDay: countByDay(offDuty, timeZone),
    })),
  );
  await insertReceipts(
    db,
    all.map((one, index) => receiptRow(one, receipts[index] as Receipt, bodies[index] as StoredBody)),
  );
  await insertQuarantined(
    db,
    all.flatMap(({ delivery, custody, refused, keeping, offDuty, state: { receiptId } }) =>
      delivery.isReplay
        ? []
        : quarantinedOf(delivery, refused, {
            custody,
            fixes: keeping.fixes,
            hasOffDuty: offDuty.length > 0,
          }).map((record) => ({ ...record, receiptId })),
    ),
  );
  return receipts;
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
    ...(isBodyKept(sorted) ? stored : { body: null, bodyPacked: false }),
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

/** The time in which it matters whether the carrier was on duty. */
function periodOf(fixes: readonly NewFix[], refused: readonly Rejected[], receivedAt: number) {
  let [from, to] = [receivedAt, receivedAt];
  const hold = (at: number) => {
    from = Math.min(from, at);
    to = Math.max(to, at);
  };
  for (const fix of fixes) hold(dutyInstant(fix, receivedAt));
  for (const { at } of refused) if (at !== undefined) hold(at);
  return { from, to };
}

function flaggedOf(fixes: readonly NewFix[]): Refusal[] {
  return fixes
    .filter(({ judged }) => judged !== 0)
    .flatMap(({ index, judged }) => reasonsOf(judged).map((reason) => ({ index, reason })))
    .sort((a, b) => a.index - b.index);
}

import type { Knex } from 'knex';
import { msColumn } from '../../server/tracks/columns.ts';
import { isOnDuty, type Member } from './fleet.ts';
import { type Ledger, nameOf } from './ledger.ts';
import type { Span } from './walk.ts';

/** What was found of all devices. */
export type Found = {
  fixes: number;
  acknowledged: number;
  stored: number;
  offDuty: number;
  faults: string[];
};

const mostTold = 5;

/** Holds what is stored against what was acknowledged: nothing lost, nothing doubled, nothing that must not be kept. */
export async function checkStored(
  db: Knex,
  fleet: readonly Member[],
  span: Span,
  ledger: Ledger,
): Promise<Found> {
  const found: Found = { fixes: 0, acknowledged: 0, stored: 0, offDuty: 0, faults: [] };
  for (const member of fleet) await checkMember(db, member, span, ledger, found);
  found.faults.push(...(await checkReceipts(db)));
  return found;
}

async function checkMember(
  db: Knex,
  member: Member,
  span: Span,
  ledger: Ledger,
  found: Found,
): Promise<void> {
  const sent = ledger.ofDevice(member.deviceId);
  const stored = await namesOf(db, member.deviceId);
  const once = new Set(stored);
  const [lost, unanswered, kept] = [[] as string[], [] as string[], new Set<string>()];
  let offDuty = 0;
  for (const [name, { fix, isAcknowledged }] of sent) {
    if (isAcknowledged) found.acknowledged++;
    else unanswered.push(name);
    if (!isOnDuty(member, span, fix)) offDuty++;
    else {
      kept.add(name);
      if (isAcknowledged && !once.has(name)) lost.push(name);
    }
  }
  const strange = [...once].filter((name) => !kept.has(name));
  found.fixes += sent.size;
  found.stored += stored.length;
  found.offDuty += offDuty;
  const tell = (what: string, names: readonly string[]) => {
    if (names.length === 0) return;
    const some = names.slice(0, mostTold).join('; ');
    found.faults.push(`Device ${member.deviceId} (${member.protocol}): ${names.length} ${what}: ${some}.`);
  };
  tell('acknowledged fixes were lost', lost);
  tell('fixes were never acknowledged', unanswered);
  tell('fixes are stored that are off duty or were never sent', strange);
  if (once.size < stored.length) tell('fixes are stored twice', doubled(stored));
  found.faults.push(...(await checkCounts(db, member, offDuty)));
}

async function namesOf(db: Knex, deviceId: number): Promise<string[]> {
  const { rows } = await db.raw(
    `select ${msColumn('recorded_at')} as at, lon_e7, lat_e7 from fixes where device_id = :deviceId`,
    { deviceId },
  );
  return rows.map((row: { at: number; lon_e7: number; lat_e7: number }) =>
    nameOf(row.at, row.lon_e7, row.lat_e7),
  );
}

function doubled(names: readonly string[]): string[] {
  const seen = new Set<string>();
  return names.filter((name) => {
    const isSeen = seen.has(name);
    seen.add(name);
    return isSeen;
  });
}

/** Off-duty positions are counted as often as they came, and nothing of them is kept. */
async function checkCounts(db: Knex, { deviceId }: Member, offDuty: number): Promise<string[]> {
  const { rows } = await db.raw(
    `select coalesce((select sum(count) from off_duty_counts where device_id = :deviceId), 0)::float8 as counted,
       coalesce(sum(off_duty), 0)::float8 as received,
       count(*) filter (where off_duty > 0 and body is not null)::integer as bodies
     from receipts where device_id = :deviceId`,
    { deviceId },
  );
  const { counted, received, bodies } = rows[0];
  const faults: string[] = [];
  if (counted !== received)
    faults.push(
      `Device ${deviceId}: ${counted} positions off duty are counted, the receipts say ${received}.`,
    );
  if (counted < offDuty)
    faults.push(
      `Device ${deviceId}: ${offDuty} positions off duty were acknowledged, ${counted} are counted.`,
    );
  if (bodies > 0) faults.push(`Device ${deviceId}: ${bodies} receipts keep a body with positions off duty.`);
  return faults;
}

/** Receipts and fixes were written together or not at all. */
async function checkReceipts(db: Knex): Promise<string[]> {
  const { rows } = await db.raw(
    `select (select count(*) from fixes)::float8 as fixes, (select sum(stored) from receipts)::float8 as said,
       (select count(*) from receipts where received <> stored + duplicates + off_duty + coalesce(jsonb_array_length(refused), 0))::integer as uneven,
       (select count(*) from quarantine)::integer as quarantined,
       (select count(*) from fixes where not exists (select from receipts
          where receipts.device_id = fixes.device_id and receipts.id = fixes.receipt_id))::integer as orphans`,
  );
  const { fixes, said, uneven, quarantined, orphans } = rows[0];
  const faults: string[] = [];
  if (fixes !== (said ?? 0)) faults.push(`${fixes} fixes are stored, the receipts say ${said}.`);
  if (uneven > 0) faults.push(`${uneven} receipts do not add up.`);
  if (quarantined > 0) faults.push(`${quarantined} records are in quarantine, though all were good.`);
  if (orphans > 0) faults.push(`${orphans} fixes are of receipts that are not there.`);
  return faults;
}

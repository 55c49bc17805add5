import type { Knex } from 'knex';
import { DateTime } from 'luxon';
import { everywhere } from '../access/scope.ts';
import { createAdministrator } from '../accounts/administrator.ts';
import type { Deps } from '../deps.ts';
import { measuring } from '../measures/background.ts';
import { getOwnPlan } from '../plans/access.ts';
import { fillDraft } from '../plans/generate/generate.ts';
import { readLand } from '../plans/generate/read-territories.ts';
import { publishPlan } from '../plans/publish.ts';
import { insertPlan } from '../plans/store.ts';
import { sweepAll } from '../sweeps/background.ts';
import { makePartitions } from '../tracks/partitions.ts';
import { relocateAll } from '../tracks/relocate.ts';
import { type DemoAccount, loadAccounts } from './accounts.ts';
import { readDemoCells } from './cells.ts';
import { demonstrationDuties } from './duties.ts';
import { demonstrationFiles } from './files.ts';
import { idOf, loadAreas } from './load-areas.ts';
import { loadDevices, loadDuties, loadRecordings } from './load-patrols.ts';
import { loadAssignments, loadPeople, loadPoints, loadRules, loadTeams } from './load-register.ts';
import { loadMeeting } from './meeting.ts';
import { simulateFixes } from './movement.ts';
import { demonstrationAssignments } from './obligations.ts';
import { DAYS, type DemoCell, planOutings } from './outings.ts';
import { demonstrationPoints, demonstrationRoad } from './points.ts';
import { demonstrationPosts } from './posts.ts';
import { seededRandom } from './random.ts';
import { demonstrationRegister } from './register.ts';
import { beginDemonstration, finishDemonstration, setUsages } from './store.ts';
import { demonstrationUnits } from './units.ts';
import { demonstrationUsages } from './usages.ts';

/** Awaits a step and tells whoever waits what it is. */
export type Step = <T>(what: string, work: Promise<T>) => Promise<T>;

const SEED = 150724;
const DISTRICT = '150724';
const DAY_MS = 86_400_000;
const historyDays = 45;
const SQUARES = [
  { ownerKind: 'village', cellMetres: 3_600 },
  { ownerKind: 'forest', cellMetres: 4_200 },
  { ownerKind: 'community', cellMetres: 1_300 },
] as const;

/**
 * Loads the demonstration district into an empty database, through what the product itself enters, proves, publishes
 * and ingests with. The same seed and the same `now` give the same district, but for passwords.
 */
export async function loadDemonstration(deps: Deps, now: Date, step: Step): Promise<DemoAccount[]> {
  const { db, config } = deps;
  const random = seededRandom(SEED);
  const register = demonstrationRegister(random);
  const from = new Date(now.getTime() - historyDays * DAY_MS);
  await beginDemonstration(db);
  const areas = await step('Demonstration: areas', loadAreas(db));
  const cells = await step(
    'Demonstration: a plan of cells',
    loadPlan(db, idOf(areas, DISTRICT), from, config.timeZone),
  );
  const homeCodes = [...areas.keys()].filter((code) => /^\d{12}$/.test(code));
  const today = DateTime.fromJSDate(now).setZone(config.timeZone);
  const files = demonstrationFiles(register, homeCodes, today, seededRandom(SEED + 1));
  const people = await step('Demonstration: people', loadPeople(db, areas, register, files));
  const assignments = [
    ...demonstrationAssignments(cells, register, random),
    ...demonstrationPosts(cells, demonstrationUsages(cells), register),
  ];
  await step(
    'Demonstration: teams, assignments and rules',
    (async () => {
      await loadTeams(db, { areas, people }, register.teams, { cells, assignments }, from);
      await loadAssignments(db, { areas, people }, assignments, from);
      await loadRules(db, config.timeZone, new Date(now.getTime() - DAYS * DAY_MS));
    })(),
  );
  const units = demonstrationUnits(register);
  const recordings = planOutings(units, cells, now, random).map((outing) => ({
    outing,
    fixes: simulateFixes(outing, random),
  }));
  const outings = recordings.map(({ outing }) => outing);
  await step(
    'Demonstration: places to be visited',
    loadPoints(
      db,
      demonstrationPoints(cells, demonstrationUsages(cells), seededRandom(SEED + 2)),
      demonstrationRoad(outings),
      idOf(areas, DISTRICT),
      from,
    ),
  );
  const devices = await step(
    'Demonstration: devices and duties',
    (async () => {
      await makePartitions(db, config.retentionMonths, now);
      await loadDuties(db, people, demonstrationDuties(recordings, register, now, random));
      return loadDevices(db, { areas, people }, units, from);
    })(),
  );
  await step('Demonstration: two weeks of patrols', loadRecordings(deps, devices, recordings, now));
  // Left for later, whoever opens the page first would wait for it.
  await step(
    'Demonstration: what the patrols covered',
    (async () => {
      await sweepAll(db, config.timeZone);
      await measuring.run(deps);
    })(),
  );
  const accounts = await loadAccounts(db, { areas, people });
  await loadMeeting(db, areas, today);
  // Once there are accounts nobody else makes the operator's own.
  if (config.adminPassword !== null) await createAdministrator({ db }, 'admin', config.adminPassword);
  await finishDemonstration(db);
  return accounts;
}

/** A plan of squares, the smaller the denser people live, proved and in force since `from`. */
async function loadPlan(db: Knex, scopeAreaId: number, from: Date, timeZone: string): Promise<DemoCell[]> {
  const planId = await insertPlan(db, { name: '鄂温克旗网格方案（演示）', layer: 'community', scopeAreaId });
  const land = await readLand(db, scopeAreaId);
  for (const squares of SQUARES) {
    const plan = await getOwnPlan(db, everywhere, planId);
    const request = { method: 'square' as const, ...squares };
    await fillDraft(db, { accountId: null, scope: everywhere, plan, land, request, language: 'zh' });
  }
  await setUsages(db, planId, demonstrationUsages(await readDemoCells(db, planId)));
  await publishPlan(db, everywhere, planId, from, { language: 'zh', timeZone });
  // There are no fixes yet; left for later, everything that follows would be read a second time.
  await relocateAll(db);
  return readDemoCells(db, planId);
}

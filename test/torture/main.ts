// `npm run torture`: proof that nothing which was acknowledged is lost, whatever ends in the meantime.
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase } from '../../server/database/open.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { checkDerived } from './check-derived.ts';
import { checkStored } from './check-stored.ts';
import { cuttingLine } from './cutting-line.ts';
import { strikeUntil, type Toll } from './disasters.ts';
import { type Member, makeFleet } from './fleet.ts';
import { Ledger } from './ledger.ts';
import { embeddedDatabase, postgresDatabase } from './mortal-database.ts';
import { type Options, readOptions } from './options.ts';
import { outbox } from './outbox.ts';
import { type Recording, runPhone } from './phone.ts';
import { report } from './report.ts';
import { RunningProduct } from './running-product.ts';
import { makeSmallDisk, type SmallDisk } from './small-disk.ts';
import { runVehicle } from './vehicle.ts';
import { type Span, walk } from './walk.ts';

const devices = 24;
const pauseMs = 60;
/** What a second of the test may cover of the time that is walked through. */
const walkedMsPerSecond = 600_000;
const hourMs = 3_600_000;
const settleMs = 60_000;

const startedAt = Date.now();
const say = (line: string) =>
  console.log(`${((Date.now() - startedAt) / 1000).toFixed(1).padStart(6)} s  ${line}`);

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const disk = await makeSmallDisk(Math.min(400 + 4 * options.seconds, 2_000));
  leaving.push(disk.stop);
  const database =
    options.database === 'embedded' ? embeddedDatabase(disk.folder) : await postgresDatabase(disk.folder);
  leaving.push(async () => database.stop());
  const random = seededRandom(options.seed);
  const product = new RunningProduct(database.variables, random);
  leaving.push(() => product.kill());
  try {
    say(`${database.name}, seed ${options.seed}, ${options.seconds} s`);
    if (disk.unfillable) say(`SKIPPED: the disk full: ${disk.unfillable}`);
    await product.start();
    await torture(options, { product, database, disk, random });
  } catch (error) {
    console.error(`The last that the server said:\n${product.lastWords(15)}\n`);
    throw error;
  }
}

/** What is to be taken away at the end, the last first. */
const leaving: (() => Promise<void>)[] = [];

async function leave(code: number): Promise<never> {
  for (let stop = leaving.pop(); stop; stop = leaving.pop())
    await stop().catch((error: unknown) => console.error('Cleaning up failed:', error));
  process.exit(code);
}

type World = {
  product: RunningProduct;
  database: Awaited<ReturnType<typeof postgresDatabase>>;
  disk: SmallDisk;
  random: ReturnType<typeof seededRandom>;
};

async function torture({ seed, seconds }: Options, world: World): Promise<void> {
  const { product, database } = world;
  const now = Math.floor(startedAt / 1000) * 1000;
  const span = {
    from: now - Math.ceil((seconds * walkedMsPerSecond) / hourMs) * hourMs - 3 * hourMs,
    to: now,
  };
  const db = openDatabase(database.connection, 2);
  const fleet = await makeFleet(db, { seed, count: devices, span }).finally(() => db.destroy());
  say(`${fleet.length} devices upload what they record from ${new Date(span.from).toISOString()} on`);
  const [ledger, recording]: [Ledger, Recording] = [new Ledger(), { isOver: false }];
  const http = await cuttingLine(seed + 1, () => product.httpPort);
  const terminals = await cuttingLine(seed + 2, () => product.terminalPort);
  const runs = Promise.all(fleet.map((member) => run(member, span, { http, terminals, ledger, recording })));
  const toll = await strikeUntil({ ...world, ledger, say }, Date.now() + seconds * 1000);
  recording.isOver = true;
  say('no more disasters: what is not acknowledged yet is sent again');
  for (const line of [http, terminals]) line.calm();
  const isSettled = await Promise.race([runs.then(() => true), sleep(settleMs, false, { ref: false })]);
  ledger.cuts = http.cuts() + terminals.cuts();
  await Promise.all([http.stop(), terminals.stop()]);
  await judge(world, { fleet, span, ledger, toll, isSettled });
}

type Ways = {
  http: { port: number };
  terminals: { port: number };
  ledger: Ledger;
  recording: Recording;
};

function run(member: Member, span: Span, { http, terminals, ledger, recording }: Ways): Promise<void> {
  const fixes = outbox(member.seed, walk(member.seed, span));
  const how = { ledger, recording, pauseMs };
  return member.protocol === 'jt808'
    ? runVehicle(member, terminals.port, fixes, how)
    : runPhone(member, http.port, fixes, how);
}

type Outcome = { fleet: readonly Member[]; span: Span; ledger: Ledger; toll: Toll; isSettled: boolean };

async function judge({ database }: World, { fleet, span, ledger, toll, isSettled }: Outcome): Promise<void> {
  const db = openDatabase(database.connection, 2);
  try {
    const found = await checkStored(db, fleet, span, ledger);
    say('what is stored was held against what was acknowledged');
    const derived = await checkDerived(db, fleet);
    say('tracks and visits were found again from nothing');
    for (const line of report({ ledger, toll, found, derived })) console.log(line);
    const faults = [...found.faults, ...derived.faults];
    if (!isSettled)
      faults.unshift(`Not all was acknowledged within ${settleMs / 1000} s after the last disaster.`);
    for (const answer of ledger.otherAnswers.keys())
      if (!/ 503$/.test(answer)) faults.push(`A good message was answered: ${answer}.`);
    if (faults.length > 0) throw new Error(`Something is wrong.\n${faults.join('\n')}`);
    console.log('Nothing was lost, doubled or left unanswered.');
  } finally {
    await db.destroy();
  }
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void leave(1));
main().then(
  () => leave(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    return leave(1);
  },
);

import { parseArgs } from 'node:util';
import pino from 'pino';
import { readConfig, WrongConfiguration } from './config.ts';
import { UnusableDatabase } from './database/open.ts';
import { startDatabase } from './database/start.ts';
import type { Deps } from './deps.ts';
import { say } from './progress.ts';
import { replay } from './tracks/quarantine/replay.ts';
import { replayMessages } from './tracks/quarantine/replay-messages.ts';

const usage = `npm run ingest -- replay [--device <id>] [--reason <reason>] [--protocol <name>]
  Decodes again what waits in quarantine, and stores what can be stored now.
npm run ingest -- replay --messages [--since <date>] [--device <id>] [--protocol <name>]
  Decodes again every message of live clients that is still stored, for what an earlier decoder overlooked.`;

class WrongUsage extends Error {}

type Options = { deviceId?: number; reason?: string; protocol?: string; messages: boolean; since?: Date };

function readOptions(): Options {
  const { values, positionals } = parse();
  if (positionals.length !== 1 || positionals[0] !== 'replay') throw new WrongUsage(usage);
  const { device, reason, protocol, messages = false, since } = values;
  if (device !== undefined && !/^[1-9]\d{0,15}$/.test(device))
    throw new WrongUsage(`--device is the number of a device, not ${device}.\n${usage}`);
  if (since !== undefined && !Number.isFinite(Date.parse(since)))
    throw new WrongUsage(`--since is a date such as 2026-05-01, not ${since}.\n${usage}`);
  if (messages ? reason !== undefined : since !== undefined) throw new WrongUsage(usage);
  return {
    messages,
    ...(since !== undefined && { since: new Date(since) }),
    ...(device !== undefined && { deviceId: Number(device) }),
    ...(reason !== undefined && { reason }),
    ...(protocol !== undefined && { protocol }),
  };
}

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({
      allowPositionals: true,
      options: { device: text, reason: text, protocol: text, since: text, messages: { type: 'boolean' } },
    });
  } catch (error) {
    throw new WrongUsage(`${error instanceof Error ? error.message : error}\n${usage}`);
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  const config = readConfig(process.env);
  const log = pino({ level: config.logLevel }, pino.destination(2));
  const database = await startDatabase(config, log);
  try {
    const deps = { db: database.db, config, log };
    say(options.messages ? await readMessages(deps, options) : await readQuarantine(deps, options));
  } finally {
    await database.stop();
  }
}

async function readQuarantine(deps: Deps, options: Options): Promise<string> {
  const tell = everySecond('records');
  const sum = await replay(deps, options, ({ tried }) => tell(tried));
  return (
    `${sum.tried} records decoded again: ${sum.stored} stored, ${sum.duplicate} stored before, ` +
    `${sum['off-duty']} off duty, ${sum.nothing} without a position, ${sum.still} still refused.`
  );
}

async function readMessages(deps: Deps, options: Options): Promise<string> {
  const { messages, stored } = await replayMessages(deps, options, everySecond('messages'));
  return `${messages} messages decoded again: ${stored} positions stored that were not there.`;
}

function everySecond(what: string): (done: number) => void {
  let toldAt = Date.now();
  return (done) => {
    if (Date.now() - toldAt < 1_000) return;
    toldAt = Date.now();
    say(`${done} ${what} decoded again …`);
  };
}

main().catch((error: unknown) => {
  const isExpected =
    error instanceof WrongUsage || error instanceof WrongConfiguration || error instanceof UnusableDatabase;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});

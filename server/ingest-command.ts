import { parseArgs } from 'node:util';
import pino from 'pino';
import { readConfig, WrongConfiguration } from './config.ts';
import { UnusableDatabase } from './database/open.ts';
import { startDatabase } from './database/start.ts';
import { say } from './progress.ts';
import { replay } from './tracks/quarantine/replay.ts';

const usage = `npm run ingest -- replay [--device <id>] [--reason <reason>] [--protocol <name>]
Decodes again what waits in quarantine, and stores what can be stored now.`;

class WrongUsage extends Error {}

type Options = { deviceId?: number; reason?: string; protocol?: string };

function readOptions(): Options {
  const { values, positionals } = parse();
  if (positionals.length !== 1 || positionals[0] !== 'replay') throw new WrongUsage(usage);
  const { device, reason, protocol } = values;
  if (device !== undefined && !/^[1-9]\d{0,15}$/.test(device))
    throw new WrongUsage(`--device is the number of a device, not ${device}.\n${usage}`);
  return {
    ...(device !== undefined && { deviceId: Number(device) }),
    ...(reason !== undefined && { reason }),
    ...(protocol !== undefined && { protocol }),
  };
}

function parse() {
  const text = { type: 'string' } as const;
  try {
    return parseArgs({ allowPositionals: true, options: { device: text, reason: text, protocol: text } });
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
    let toldAt = Date.now();
    const sum = await replay({ db: database.db, config, log }, options, ({ tried }) => {
      if (Date.now() - toldAt < 1_000) return;
      toldAt = Date.now();
      say(`${tried} records decoded again …`);
    });
    say(
      `${sum.tried} records decoded again: ${sum.stored} stored, ${sum.duplicate} stored before, ${sum['off-duty']} off duty, ` +
        `${sum.nothing} without a position, ${sum.still} still refused.`,
    );
  } finally {
    await database.stop();
  }
}

main().catch((error: unknown) => {
  const isExpected =
    error instanceof WrongUsage || error instanceof WrongConfiguration || error instanceof UnusableDatabase;
  console.error(isExpected ? error.message : error);
  process.exitCode = 1;
});

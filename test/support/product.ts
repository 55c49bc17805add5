import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const root = resolve(import.meta.dirname, '../..');

/** The whole product as a process of its own. */
export type Product = {
  process: ChildProcess;
  /** Where it answers; rejects with what it said where it ends before that. */
  url: Promise<string>;
  /** Everything it has printed. */
  output: () => string;
  /** How it ended: its exit code, or the signal that ended it. */
  ended: Promise<number | NodeJS.Signals>;
};

/** Starts the server without what installs and builds; on a free port, without colours or a demonstration unless asked. */
export function startProduct(variables: Record<string, string>): Product {
  const { DATABASE_URL, ADMIN_PASSWORD, ...inherited } = process.env;
  const child = spawn(process.execPath, ['--import', './server/typescript/register.mjs', 'server/main.ts'], {
    cwd: root,
    env: { ...inherited, PORT: '0', DEMO: '0', LOG_LEVEL: 'warn', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const ended = new Promise<number | NodeJS.Signals>((done) =>
    child.once('close', (code, signal) => done(signal ?? code ?? 0)),
  );
  const url = untilSaid(
    () => /is at (http:\S+)/.exec(output)?.[1],
    ended,
    () => output,
  );
  url.catch(() => {}); // whoever awaits it is told; a test of a failing start looks at `ended` alone
  return { process: child, url, output: () => output, ended };
}

async function untilSaid(
  find: () => string | undefined,
  ended: Promise<unknown>,
  output: () => string,
): Promise<string> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  for (;;) {
    const found = find();
    if (found) return found;
    if (isOver) throw new Error(`The product ended:\n${output()}`);
    await sleep(50);
  }
}

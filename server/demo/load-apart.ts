import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import type { Connection } from '../database/open.ts';
import { typeScriptLoader } from '../typescript/loader.ts';
import { type DemoAccount, demoAccounts } from './accounts.ts';

/** What the process is told first. */
export type LoadOrder = { connection: Connection; config: Config };

/**
 * Loads the demonstration in a process of its own, which tells its progress: what simulating and sweeping two weeks leaves
 * behind would stay resident in the server's. Throws where it ends without having told the accounts.
 */
export async function loadApart(order: LoadOrder): Promise<DemoAccount[]> {
  const child = fork(join(import.meta.dirname, 'load-process.ts'), {
    execArgv: ['--import', typeScriptLoader],
    serialization: 'advanced',
  });
  const told = once(child, 'message').then(([message]: unknown[]) => demoAccounts.parse(message));
  const ended = once(child, 'exit');
  child.send(order);
  const accounts = await Promise.race([told, ended.then(() => null)]);
  if (!accounts) throw new Error('The demonstration was not loaded; its process says above why.');
  await ended;
  return accounts;
}

import { ensureAdministrator } from './accounts/administrator.ts';
import { isLoopback } from './config.ts';
import type { RunningDatabase } from './database/start.ts';
import { loadApart } from './demo/load-apart.ts';
import { prepareDemonstration } from './demo/start.ts';
import type { Deps } from './deps.ts';

/** What to tell the operator once the port is known. */
export type FirstUse = (port: number) => string[];

/**
 * Makes an empty database usable: the demonstration where it is wanted, the administrator of ADMIN_PASSWORD,
 * or a one-time set-up link.
 */
export async function prepareFirstUse(
  deps: Deps,
  { embedded, connection }: Pick<RunningDatabase, 'embedded' | 'connection'>,
): Promise<FirstUse> {
  const { config } = deps;
  const byDefault = embedded && isLoopback(config.host) && config.adminPassword === null;
  const told = await prepareDemonstration(deps, {
    embedded,
    wanted: config.demo ?? byDefault,
    load: () => loadApart({ connection, config }),
  });
  const tellAdministrator = await ensureAdministrator(deps);
  return (port) => [...told, ...tellAdministrator(port)];
}

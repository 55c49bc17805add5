import { createServer } from 'node:http';
import type { Knex } from 'knex';
import pino from 'pino';
import { onTestFinished } from 'vitest';
import { allRoutes, createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config.ts';
import type { Deps } from '../../server/deps.ts';
import { answerCheck } from './check-answer.ts';
import { type Client, clientOf } from './client.ts';

/**
 * The application on a free port until the test ends, and a client of it that has not signed in. `overrides` are
 * environment variables, as an operator would set them. Every answer is held against what its route documents.
 */
export async function startServer(
  db: Knex,
  overrides: NodeJS.ProcessEnv = {},
  deps: Partial<Deps> = {},
): Promise<Client> {
  const config = readConfig({ LOG_LEVEL: 'silent', ...overrides });
  const ownDeps = { db, config, log: pino({ level: config.logLevel }), ...deps };
  const routes = allRoutes(ownDeps);
  const app = createApp(ownDeps, routes);
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('The test server has no port.');
  return clientOf(`http://127.0.0.1:${address.port}`, answerCheck(routes));
}

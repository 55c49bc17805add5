import type { Knex } from 'knex';
import type { Logger } from 'pino';
import type { Config } from './config.ts';

/** What every feature is built from; made once by main.ts, or by a test. */
export type Deps = Readonly<{
  db: Knex;
  config: Config;
  log: Logger;
}>;

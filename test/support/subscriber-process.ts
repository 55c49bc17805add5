// A process that does nothing but listen at a broker, so that a test can kill it: the connection to the database is
// its argument, what else a server is told comes from the environment. It logs to its output.
import pino from 'pino';
import { readConfig } from '../../server/config.ts';
import { type Connection, openDatabase } from '../../server/database/open.ts';
import { startSubscriber } from '../../server/devices/mqtt/subscriber.ts';

const connection: Connection = JSON.parse(process.argv[2] ?? '');
startSubscriber({ db: openDatabase(connection, 2), config: readConfig(process.env), log: pino() });

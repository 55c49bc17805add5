// The process that the live figures are measured on: the product's HTTP application, or an Express route that does
// nothing. Started by live.bench.ts with the connection to the database; says its port over IPC.
import { createServer, type RequestListener } from 'node:http';
import express from 'express';
import pino from 'pino';
import { createApp } from '../server/app.ts';
import { readConfig } from '../server/config.ts';
import { type Connection, openDatabase } from '../server/database/open.ts';

const [kind, connection] = process.argv.slice(2);

function nothing(): RequestListener {
  const app = express();
  app.disable('x-powered-by');
  app.all('/ingest/osmand/:token', (_request, response) => void response.status(200).end());
  return app;
}

function product(): RequestListener {
  const db = openDatabase(JSON.parse(connection ?? '""') as Connection, 12);
  // As it is delivered but for the lines of the log, which go nowhere.
  const log = pino({ level: 'info' }, { write: () => {} });
  return createApp({ db, config: readConfig({ RETENTION_MONTHS: '0', ...process.env }), log });
}

const server = createServer(kind === 'nothing' ? nothing() : product()).listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined });
});
server.keepAliveTimeout = 60_000;
process.on('message', () => process.send?.({ memory: process.memoryUsage().rss, cpu: process.cpuUsage() }));
process.on('disconnect', () => process.exit(0));

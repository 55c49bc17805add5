import { createServer, type Server } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../deps.ts';
import { type Bounds, bounds } from './bounds.ts';
import { TerminalConnection } from './connection.ts';
import { Gateway } from './gateway.ts';

export type TerminalServer = {
  port: number;
  /** Takes no more connections, finishes and answers what is being stored, and ends the others. */
  stop: () => Promise<void>;
};

/** Listens for JT/T 808 terminals; port 0 lets the system choose one. Fails where the port is taken. */
export async function startTerminalServer(
  deps: Deps,
  port: number,
  host: string,
  changed: Partial<Bounds> = {},
): Promise<TerminalServer> {
  const limits = { ...bounds, ...changed };
  const gateway = new Gateway(deps, limits);
  const server = createServer({ keepAlive: true, keepAliveInitialDelay: limits.idleMs / 3 }, (socket) => {
    new TerminalConnection(gateway, socket);
  });
  server.maxConnections = limits.connections;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host, backlog: 4096 }, resolve);
  }).catch((error: unknown) => {
    gateway.stop();
    throw error;
  });
  server.on('error', (error) => deps.log.error({ err: error }, 'the terminals’ port failed'));
  return { port: portOf(server, port), stop: () => stop(server, gateway) };
}

function portOf(server: Server, port: number): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : port;
}

async function stop(server: Server, gateway: Gateway): Promise<void> {
  gateway.stop();
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  const within = (ms: number) => sleep(ms, undefined, { ref: false });
  const ended = Promise.all([...gateway.connections].map((connection) => connection.end()));
  await Promise.race([ended, within(gateway.bounds.stopMs)]);
  await Promise.race([closed, within(gateway.bounds.hangUpMs)]);
  for (const connection of gateway.connections) connection.destroy();
  await closed;
}

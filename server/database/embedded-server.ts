import { createServer, type Server, type Socket } from 'node:net';
import type { Engine } from './embedded-engine.ts';
import type { Seat, Turns } from './embedded-turns.ts';
import { copiesFromClient, endsUnit, type Frame, FrameReader, simpleQuery } from './embedded-wire.ts';

const noCopy = simpleQuery(
  `do $$ begin raise exception 'the embedded database does not take copy from stdin' using errcode = '0A000'; end $$`,
);

/**
 * Serves the engine to PostgreSQL clients on a Unix socket. The pglite-socket package was tried: it hands over single
 * messages, so that the series of two connections can mix, and a failed series is answered with two ReadyForQuery,
 * after which pg takes the answer of one query for that of the next.
 */
export async function serveEngine(engine: Engine, turns: Turns, path: string): Promise<() => Promise<void>> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveClient(engine, turns, socket);
  });
  await listen(server, path);
  return async () => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    await turns.stop();
    for (const socket of sockets) socket.destroy();
    await closed;
  };
}

function listen(server: Server, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  });
}

function serveClient(engine: Engine, turns: Turns, socket: Socket): void {
  const seat: Seat = { waiting: [] };
  const reader = new FrameReader();
  let unit: Buffer[] = [];
  let copies = false;

  function accept(frame: Frame): void {
    if (frame.type === 'encryption') return void socket.write('N');
    if (frame.type === 'cancel' || frame.type === 'X') return void socket.end();
    unit.push(frame.bytes);
    copies ||= copiesFromClient(frame);
    if (!endsUnit(frame.type)) return;
    const messages = copies ? noCopy : Buffer.concat(unit);
    const seriesOpen = frame.type === 'H' && !copies;
    unit = [];
    copies = false;
    turns.take(seat, async () => {
      const answer = await engine.run(messages, seriesOpen);
      if (socket.writable) socket.write(answer);
    });
  }

  socket.on('data', (chunk) => reader.push(chunk).forEach(accept));
  socket.on('close', () => turns.leave(seat, engine.release));
  // A client that vanishes is told by 'close'.
  socket.on('error', () => socket.destroy());
}

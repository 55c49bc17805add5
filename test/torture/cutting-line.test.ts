import { connect, createServer } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { cuttingLine } from './cutting-line.ts';

/** A server that sends back what it gets. */
async function startEcho(): Promise<number> {
  const server = createServer((socket) => socket.on('error', () => {}).pipe(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}

/** How much comes back of so many bytes before the connection ends, or all of it has. */
function echoed(port: number, bytes: number): Promise<number> {
  const socket = connect(port, '127.0.0.1');
  let received = 0;
  return new Promise((resolve) => {
    socket.on('data', (chunk: Buffer) => {
      received += chunk.length;
      if (received === bytes) socket.destroy();
    });
    socket.on('error', () => {});
    socket.on('close', () => resolve(received));
    socket.write(Buffer.alloc(bytes, 7));
  });
}

test('passes everything on while it is calm, and ends within 60 kB while it is not', async () => {
  const target = await startEcho();
  const line = await cuttingLine(7, () => target);
  onTestFinished(line.stop);
  expect(await echoed(line.port, 200_000)).toBeLessThan(60_000);
  expect(line.cuts()).toBe(1);
  line.calm();
  expect(await echoed(line.port, 200_000)).toBe(200_000);
  expect(line.cuts()).toBe(1);
});

test('hangs up at once where no server is', async () => {
  const line = await cuttingLine(7, () => undefined);
  onTestFinished(line.stop);
  expect(await echoed(line.port, 10)).toBe(0);
});

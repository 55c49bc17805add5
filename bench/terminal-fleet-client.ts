import { connect, type Socket } from 'node:net';
import { batchBody, type TerminalPosition, terminalMessage } from '../test/support/terminal-messages.ts';
import { firstNumber } from './terminal-fleet.ts';

type Order =
  | { do: 'connect'; port: number; from: number; count: number }
  | { do: 'heartbeats'; rounds: number; everyMs: number }
  | { do: 'batches'; batches: number; batchSize: number; firstAt: number };

type Member = { socket: Socket; number: string; serial: number; answers: number; onAnswer: () => void };

/**
 * The terminals of a figure, in a process of their own so that the server's memory is its own. Answers are counted by
 * their flags: what they say the tests look at. Source addresses change, since one has 28,000 ports.
 */
const fleet: Member[] = [];
const atOnce = 200;

process.on('message', (order: Order) => {
  carryOut(order).then(
    (told) => process.send?.({ done: order.do, ...told }),
    (error: unknown) => process.send?.({ failed: String(error) }),
  );
});

function carryOut(order: Order): Promise<Record<string, number>> {
  if (order.do === 'connect') return connectAll(order);
  return order.do === 'heartbeats' ? beat(order) : sendBatches(order);
}

async function connectAll({ port, from, count }: Extract<Order, { do: 'connect' }>) {
  const numbers = Array.from({ length: count }, (_, index) => from + index).reverse();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let next = numbers.pop(); next !== undefined; next = numbers.pop()) {
        const member = await join(port, next);
        member.serial = 1;
        const code = Buffer.from(member.number);
        await ask(member, 0x0102, code);
        fleet.push(member);
      }
    }),
  );
  return { seconds: (performance.now() - startedAt) / 1000, connected: fleet.length };
}

function join(port: number, index: number): Promise<Member> {
  const socket = connect({
    port,
    host: '127.0.0.1',
    localAddress: `127.0.0.${2 + Math.floor(index / 5000)}`,
  });
  const member: Member = {
    socket,
    number: String(firstNumber + index),
    serial: 0,
    answers: 0,
    onAnswer: () => {},
  };
  socket.setNoDelay(true);
  socket.on('data', (chunk: Buffer) => {
    let flags = 0;
    for (let at = chunk.indexOf(0x7e); at >= 0; at = chunk.indexOf(0x7e, at + 1)) flags++;
    member.answers += flags / 2;
    member.onAnswer();
  });
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(member));
    socket.once('error', reject);
  });
}

/** Sends a message and waits for one answer more. */
function ask(member: Member, id: number, body?: Buffer): Promise<void> {
  const wanted = Math.floor(member.answers) + 1;
  return new Promise((resolve, reject) => {
    const onClose = () => reject(new Error(`${member.number} was hung up on`));
    member.socket.once('close', onClose);
    member.onAnswer = () => {
      if (member.answers < wanted) return;
      member.socket.off('close', onClose);
      resolve();
    };
    member.socket.write(
      terminalMessage({ number: member.number }, id, { serial: member.serial++, ...(body && { body }) }),
    );
  });
}

/** Every terminal sends a heartbeat in every round, spread over it. */
async function beat({ rounds, everyMs }: Extract<Order, { do: 'heartbeats' }>) {
  const latencies: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const beats = fleet.map(async (member, index) => {
      await new Promise((resolve) => setTimeout(resolve, (index / fleet.length) * everyMs));
      const sentAt = performance.now();
      await ask(member, 0x0002);
      latencies.push(performance.now() - sentAt);
    });
    await Promise.all(beats);
  }
  latencies.sort((a, b) => a - b);
  return { answered: latencies.length, p99Ms: latencies[Math.floor(latencies.length * 0.99)] ?? 0 };
}

/** Every terminal sends its batches one after the other, each when the one before is acknowledged. */
async function sendBatches({ batches, batchSize, firstAt }: Extract<Order, { do: 'batches' }>) {
  const bodies = fleet.map((_member, index) =>
    Array.from({ length: batches }, (_, batch) =>
      batchBody(walk(index, batch * batchSize, batchSize, firstAt)),
    ),
  );
  const startedAt = performance.now();
  await Promise.all(
    fleet.map(async (member, index) => {
      for (const body of bodies[index] ?? []) await ask(member, 0x0704, body);
    }),
  );
  return { seconds: (performance.now() - startedAt) / 1000 };
}

function walk(index: number, from: number, count: number, firstAt: number): TerminalPosition[] {
  return Array.from({ length: count }, (_, place) => {
    const step = from + place;
    return {
      at: firstAt + step * 10_000,
      lon: 118.3 + (index % 100) * 0.004 + step * 0.0005,
      lat: 48.3 + Math.floor(index / 100) * 0.05 + Math.sin(step / 20) * 0.002,
      kilometresPerHour: 15,
    };
  });
}

import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../server/demo/random.ts';
import { Terminal } from '../support/terminal.ts';
import { batchBody, positionBody, registrationBody } from '../support/terminal-messages.ts';
import type { Member } from './fleet.ts';
import type { Ledger } from './ledger.ts';
import { batchSizes } from './messages.ts';
import { type Recording, take } from './phone.ts';
import type { KnownFix } from './walk.ts';

type Outstanding = { serial: number; id: number; body: Buffer; batch: readonly KnownFix[] };

const patienceMs = 4_000;
const mostOutstanding = 3;

/**
 * A JT/T 808 terminal: registers once, comes in with its code, has a few messages on their way at a time, and sends
 * what is not acknowledged again under the same serial, on the next connection where this one is gone.
 */
export async function runVehicle(
  member: Member,
  port: number,
  fixes: Iterator<KnownFix>,
  { ledger, recording, pauseMs }: { ledger: Ledger; recording: Recording; pauseMs: number },
): Promise<void> {
  const random = seededRandom(member.seed ^ 0x808);
  let [code, serial]: [string, number] = ['', random.whole(1, 60_000)];
  let waiting: Outstanding[] = [];
  let isEmpty = false;
  const isOver = () => waiting.length === 0 && (isEmpty || recording.isOver);
  const record = () => {
    while (!isEmpty && !recording.isOver && waiting.length < mostOutstanding && random.chance(0.6)) {
      const batch = take(fixes, random.chance(0.5) ? 1 : random.whole(2, batchSizes.jt808));
      if (batch.length === 0) {
        isEmpty = true;
        return;
      }
      serial = (serial + 1) & 0xffff;
      waiting.push(outstanding(batch, serial));
    }
  };
  while (!isOver()) {
    const terminal = await Terminal.connect(port, { number: member.number }).catch(() => undefined);
    if (terminal) {
      code ||= await register(terminal, ledger);
      const isIn = code !== '' && (await terminal.authenticate(code)) === 0;
      while (isIn && !terminal.isClosed && !isOver()) {
        record();
        const acknowledged = await exchange(terminal, member, waiting, ledger);
        if (acknowledged.size === 0 && waiting.length > 0) break;
        waiting = waiting.filter(({ serial: own }) => !acknowledged.has(own));
        await sleep(random.between(0.5, 1.5) * pauseMs);
      }
      terminal.close();
    }
    await sleep(random.whole(100, 600));
  }
}

async function register(terminal: Terminal, ledger: Ledger): Promise<string> {
  const { result, code } = await terminal.register(registrationBody());
  if (result !== undefined && result !== 0) ledger.answeredOtherwise(`jt808 registration result ${result}`);
  return result === 0 ? code : '';
}

function outstanding(batch: readonly KnownFix[], serial: number): Outstanding {
  const positions = batch.map(({ sentAt, lonE6, latE6 }) => ({
    at: sentAt,
    lon: lonE6 / 1e6,
    lat: latE6 / 1e6,
  }));
  const [only] = positions;
  if (only && positions.length === 1) return { serial, id: 0x0200, body: positionBody(only), batch };
  return { serial, id: 0x0704, body: batchBody(positions), batch };
}

/** Sends all that waits, whole or in pieces; returns the serials that were acknowledged. */
async function exchange(
  terminal: Terminal,
  member: Member,
  waiting: readonly Outstanding[],
  ledger: Ledger,
): Promise<Set<number>> {
  for (const { batch } of waiting) ledger.sending(member, batch);
  const wire = Buffer.concat(waiting.map(({ serial, id, body }) => terminal.message(id, body, serial)));
  const half = Math.floor(wire.length / 2);
  terminal.write(wire.subarray(0, half));
  await sleep(1);
  terminal.write(wire.subarray(half));
  const acknowledged = new Set<number>();
  for (const { id, serial, result, message } of await terminal.answers(waiting.length, patienceMs)) {
    const answered = waiting.find((one) => one.serial === serial && one.id === message.body.readUInt16BE(2));
    if (id !== 0x8001 || !answered) continue;
    if (result !== 0) ledger.answeredOtherwise(`jt808 result ${result}`);
    else {
      acknowledged.add(serial);
      ledger.acknowledged(member, answered.batch);
    }
  }
  return acknowledged;
}

import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { seededRandom } from '../../server/demo/random.ts';
import type { Member } from './fleet.ts';
import type { Ledger } from './ledger.ts';
import { batchSizes, type HttpMessage, httpMessage } from './messages.ts';
import type { KnownFix } from './walk.ts';

/** Ends the recording; what is waiting then is still uploaded. */
export type Recording = { isOver: boolean };

const patienceMs = 8_000;
const longestWaitMs = 2_000;

/** A phone: one message at a time, sent again until it is acknowledged, however long that takes. */
export async function runPhone(
  member: Member,
  port: number,
  fixes: Iterator<KnownFix>,
  { ledger, recording, pauseMs }: { ledger: Ledger; recording: Recording; pauseMs: number },
): Promise<void> {
  const random = seededRandom(member.seed ^ 0xf0e);
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    while (!recording.isOver) {
      const batch = take(fixes, random.whole(1, batchSizes[member.protocol]));
      if (batch.length === 0) return;
      await upload(member, port, agent, batch, ledger);
      await sleep(random.between(0.5, 1.5) * pauseMs);
    }
  } finally {
    agent.destroy();
  }
}

export function take(fixes: Iterator<KnownFix>, count: number): KnownFix[] {
  const taken: KnownFix[] = [];
  while (taken.length < count) {
    const next = fixes.next();
    if (next.done) break;
    taken.push(next.value);
  }
  return taken;
}

async function upload(
  member: Member,
  port: number,
  agent: Agent,
  batch: readonly KnownFix[],
  ledger: Ledger,
): Promise<void> {
  const message = httpMessage(member, batch);
  for (let waitMs = 100; ; waitMs = Math.min(waitMs * 2, longestWaitMs)) {
    ledger.sending(member, batch);
    const answer = await send(port, agent, message).catch(() => undefined);
    if (answer?.status === 200 && message.isAcknowledged(answer.body)) break;
    if (answer) ledger.answeredOtherwise(`${member.protocol} ${answer.status}`);
    await sleep(waitMs);
  }
  ledger.acknowledged(member, batch);
}

function send(port: number, agent: Agent, message: HttpMessage): Promise<{ status: number; body: string }> {
  const { method, path, type, body = '' } = message;
  return new Promise((resolve, reject) => {
    const headers = { 'Content-Length': Buffer.byteLength(body), ...(type && { 'Content-Type': type }) };
    const sent = request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (part: string) => {
        text += part;
      });
      response.on('end', () =>
        response.complete
          ? resolve({ status: response.statusCode ?? 0, body: text })
          : reject(new Error('the answer was cut')),
      );
      response.on('error', reject);
    });
    sent.setTimeout(patienceMs, () => sent.destroy(new Error('no answer')));
    sent.on('error', reject);
    sent.end(body);
  });
}

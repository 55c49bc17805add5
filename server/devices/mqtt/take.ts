import { setTimeout as sleep } from 'node:timers/promises';
import type { Deps } from '../../deps.ts';
import { problemOf } from '../../http/failure.ts';
import { Unavailable } from '../../http/problem.ts';
import { findDeviceByIdentity } from '../live-queries.ts';
import { refuseAll } from '../protocols/collect.ts';
import { decodeOwntracksMqtt, isLastWill, mqttRequest, owntracksMqtt } from '../protocols/owntracks-mqtt.ts';
import { type Arrival, store } from '../receive.ts';
import { identitiesOf, isCommand } from './topics.ts';

const firstWaitMs = 1_000;
const longestWaitMs = 30_000;
const longestMessageBytes = 4 * 1024 * 1024;
const mostTopicsRemembered = 1_000;

/** What one subscriber has seen that is nobody's. */
export type Strangers = { messages: number; topics: Set<string> };

/**
 * Stores what one message holds; resolves when it may be acknowledged: once it is committed, or where there is nothing
 * in it to keep. While the database is away it is tried again and again. Rejects when `stopped`.
 */
export async function take(
  deps: Deps,
  strangers: Strangers,
  message: { topic: string; payload: Uint8Array; receivedAt: number },
  stopped: AbortSignal,
): Promise<void> {
  const { topic, payload, receivedAt } = message;
  // An empty message clears what the broker retained.
  if (payload.length === 0 || isCommand(topic) || isLastWill(payload)) return;
  if (payload.length > longestMessageBytes)
    return deps.log.warn({ topic }, 'an MQTT message over 4 MB was left');
  await untilDone(deps, stopped, async () => {
    const device = await findDeviceByIdentity(deps.db, identitiesOf(topic));
    if (!device) return noteStranger(deps, strangers, topic);
    await storeOrRefuse(deps, {
      name: owntracksMqtt,
      decode: decodeOwntracksMqtt,
      sender: { deviceId: device.deviceId, tokenId: null },
      request: mqttRequest(topic, payload, receivedAt),
      context: { secret: device.secret },
    });
  });
}

/** A message that cannot be stored would be sent again for ever before all others: then it is refused whole and kept. */
async function storeOrRefuse(deps: Deps, arrival: Arrival): Promise<void> {
  try {
    await store(deps, arrival);
  } catch (error) {
    if (problemOf(error) instanceof Unavailable) throw error;
    deps.log.error({ err: error }, 'storing an MQTT message failed');
    await store(deps, { ...arrival, decode: () => refuseAll('not-stored') });
  }
}

async function untilDone(deps: Deps, stopped: AbortSignal, work: () => Promise<void>): Promise<void> {
  for (let waitMs = firstWaitMs; ; waitMs = Math.min(2 * waitMs, longestWaitMs)) {
    stopped.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      deps.log.error({ err: error }, 'an MQTT message waits to be stored');
      await sleep(waitMs, undefined, { signal: stopped });
    }
  }
}

/** Said once for each topic, and without a position: who sends it may have nothing to do with this installation. */
function noteStranger({ log }: Deps, strangers: Strangers, topic: string): void {
  strangers.messages += 1;
  if (strangers.topics.has(topic) || strangers.topics.size >= mostTopicsRemembered) return;
  strangers.topics.add(topic);
  log.warn({ topic }, 'no device has this MQTT topic as its identity; its messages are not kept');
}

import { createHash } from 'node:crypto';
import { hostname } from 'node:os';
import { resolve } from 'node:path';
import { connect, type MqttClient } from 'mqtt';
import type { Config } from '../../config.ts';
import type { Deps } from '../../deps.ts';
import { type Strangers, take } from './take.ts';
import { subscriptions } from './topics.ts';

const firstReconnectMs = 1_000;
const longestReconnectMs = 60_000;
/** More than brokers hand over before they wait for acknowledgements. */
const mostAtOnce = 200;

/** Tells the library that a message is not acknowledged yet, and is no error of anybody. */
const deferred = new Error('not acknowledged yet');

/**
 * Subscribes to the operator's broker. A message is acknowledged once what it holds is committed; the session outlives
 * the connection, so the broker sends again what was not. Returns how to stop. Without a broker's address it does
 * nothing; while the broker is away it goes on asking, ever less often.
 */
export function startSubscriber(deps: Deps): () => Promise<void> {
  const { mqttUrl } = deps.config;
  if (mqttUrl === null) return async () => {};
  const stopping = new AbortController();
  const strangers: Strangers = { messages: 0, topics: new Set() };
  const queue = acknowledgements();
  const client = connect(mqttUrl, {
    clientId: clientIdOf(deps.config),
    clean: false,
    resubscribe: false,
    reconnectPeriod: firstReconnectMs,
    reconnectOnConnackError: true,
  });
  const takeMessage = (topic: string, payload: Uint8Array) =>
    take(deps, strangers, { topic, payload, receivedAt: Date.now() }, stopping.signal);
  // Set afterwards, since the library takes it over from the options for MQTT 5 alone and drops it for the 3.1.1 spoken here.
  client.options.customHandleAcks = (topic, payload, packet, done) => {
    const { stream } = client;
    const room = queue.add(takeMessage(topic, payload), () => acknowledge(stream, packet.messageId ?? 0));
    void room.then(() => done(deferred, 0));
  };
  client.on('message', (topic, payload, { qos }) => {
    // The broker does not wait for it, so what there is no room for is lost.
    if (qos === 0 && queue.hasRoom()) void queue.add(takeMessage(topic, payload), () => {});
  });
  follow(deps, client, strangers);
  return async () => {
    stopping.abort();
    await queue.settled();
    await client.endAsync(true);
  };
}

/** Several servers may share a broker and a database: each has a session of its own, and it is the same tomorrow. */
function clientIdOf({ dataDir, port }: Config): string {
  const place = [hostname(), resolve(dataDir), port].join('\n');
  return `gridwarden-${createHash('sha256').update(place).digest('hex').slice(0, 12)}`;
}

/** Messages are worked on side by side and acknowledged in the order in which they came. (MQTT 3.1.1, 4.6) */
function acknowledgements() {
  let last: Promise<void> = Promise.resolve();
  let waiting = 0;
  return {
    /** Resolves when there is room for another message. */
    add: (taken: Promise<void>, acknowledge: () => void): Promise<void> => {
      waiting += 1;
      taken.catch(() => {}); // what was not stored is not acknowledged, which is all there is to say
      last = Promise.all([last, taken]).then(acknowledge);
      const own = last
        .catch(() => {})
        .finally(() => {
          waiting -= 1;
        });
      return waiting < mostAtOnce ? Promise.resolve() : own;
    },
    hasRoom: (): boolean => waiting < mostAtOnce,
    settled: (): Promise<void> => last.catch(() => {}),
  };
}

/** PUBACK, on the connection that the message came over: elsewhere its number may be that of another message. */
function acknowledge(stream: MqttClient['stream'], messageId: number): void {
  if (!stream.destroyed) stream.write(Buffer.of(0x40, 2, messageId >> 8, messageId & 0xff));
}

/** Subscribes where the broker has no session of ours any more, and tells the log how things stand. */
function follow({ log, config }: Deps, client: MqttClient, strangers: Strangers): void {
  const broker = new URL(config.mqttUrl ?? '').host;
  let isKnownAway = false;
  client.on('connect', ({ sessionPresent }) => {
    isKnownAway = false;
    client.options.reconnectPeriod = firstReconnectMs;
    const listening = () =>
      log.info({ broker, messagesOfStrangers: strangers.messages }, 'listening at the MQTT broker');
    if (sessionPresent) listening();
    else subscribe(client, listening, (error) => log.error({ broker, err: error }, 'MQTT: cannot subscribe'));
  });
  client.on('close', () => {
    client.options.reconnectPeriod = Math.min(2 * (client.options.reconnectPeriod ?? 0), longestReconnectMs);
    if (!isKnownAway && !client.disconnecting)
      log.warn({ broker }, 'the MQTT broker is away; it is asked again and again');
    isKnownAway = true;
  });
  client.on('error', (error) => {
    if (error !== deferred) log.warn({ broker, err: error }, 'MQTT');
  });
}

function subscribe(client: MqttClient, onDone: () => void, onError: (error: Error) => void): void {
  client.subscribe(subscriptions, { qos: 1 }, (error) => {
    if (error) onError(error);
    else onDone();
  });
}

import type { Decoded } from '../../tracks/fix.ts';
import { collect, type LiveRecord, nothing, placeOf, type Reading, refuseAll } from './collect.ts';
import { type Fields, labelsOf, numberOf, parseJson, recordOf, textOf } from './fields.ts';
import { type DecodeContext, jsonAnswer, type LiveProtocol } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { openSecretbox } from './secretbox.ts';
import { parseClientTime } from './time.ts';
import { kilometrePerHour } from './units.ts';

/** Known types that are no position of the sender: a transition's is that of the region's border being noticed. */
const otherTypes = new Set([
  'transition',
  'waypoint',
  'waypoints',
  'card',
  'cmd',
  'configuration',
  'dump',
  'lwt',
  'request',
  'status',
  'steps',
  'beacon',
]);

/**
 * OwnTracks over HTTP. Success is `[]`: objects in that array would be executed as messages. Overland speaks it as
 * well and keeps what it holds until it reads its own answer.
 */
export const owntracks: LiveProtocol = {
  name: 'owntracks',
  decode: decodeOwntracks,
  answer: (request) => (isFromOverland(request) ? jsonAnswer('{"result":"ok"}') : jsonAnswer('[]')),
};

/** One message or an array of them; no body at all says that a friend was deleted. (PROTOCOLS 3) */
export function decodeOwntracks(request: LiveRequest, context: DecodeContext): Decoded {
  return decodeMessages(request, context, isUnencoded(request));
}

/** The same from Overland, which counts seconds from 2001 in its OwnTracks mode. */
export function decodeOwntracksMode(request: LiveRequest, context: DecodeContext): Decoded {
  return decodeMessages(request, context, true);
}

function decodeMessages(request: LiveRequest, { secret }: DecodeContext, isOverland: boolean): Decoded {
  if (Buffer.from(request.body).toString('latin1').trim() === '') return nothing;
  const value = parseJson(request.body);
  if (value === undefined) return refuseAll('not-json');
  const messages: unknown[] = Array.isArray(value) ? value : [value];
  return collect(
    messages.map(
      (message): LiveRecord => ({
        read: () => readMessage(message, { request, secret, isOverland }),
        alone: () => rawRequest({ ...request, body: Buffer.from(JSON.stringify(message)) }),
      }),
    ),
  );
}

type From = { request: LiveRequest; secret: string | null; isOverland: boolean };

function readMessage(message: unknown, from: From): Reading {
  const { secret } = from;
  const fields = recordOf(message);
  if (!fields) return { fault: 'not-a-record' };
  if (fields['_type'] !== 'encrypted') return readPlain(fields, from);
  if (secret === null) return { fault: 'no-secret' };
  const opened = openSecretbox(textOf(fields['data']), secret);
  if (!opened) return { fault: 'cannot-decrypt' };
  const inside = recordOf(parseJson(opened));
  return inside && inside['_type'] !== 'encrypted' ? readPlain(inside, from) : { fault: 'not-a-record' };
}

function readPlain(fields: Fields, { request, isOverland }: From): Reading {
  const type = fields['_type'];
  const labels = ownLabels(fields, request);
  if (typeof type === 'string' && otherTypes.has(type)) return { labels, holdsMore: true };
  if (type !== undefined && type !== 'location') return { fault: 'unknown-type', labels };
  return { labels, batteryPercent: numberOf(fields['batt']), ...readLocation(fields, isOverland) };
}

function readLocation(fields: Fields, isOverland: boolean): Reading {
  const reported = parseClientTime(textOf(fields['tst']));
  if (reported === undefined) return { fault: 'no-time' };
  const speed = numberOf(fields['vel']);
  return {
    fix: {
      ...placeOf(fields['lon'], fields['lat']),
      recordedAt: countsFrom2001(fields, isOverland) ? reported + appleEpochMs : reported,
      accuracyMetres: numberOf(fields['acc']),
      altitudeMetres: numberOf(fields['alt']),
      courseDegrees: numberOf(fields['cog']),
      speedMetresPerSecond: speed === undefined ? undefined : speed * kilometrePerHour,
    },
  };
}

/** What the sender calls itself. Without a topic, the recorder's names of user and device make it one. */
function ownLabels(fields: Fields, request: LiveRequest): Record<string, string> {
  const { query, headers, method } = request;
  const asked = new URLSearchParams(query);
  const user = headers['x-limit-u'] ?? asked.get('u');
  const device = headers['x-limit-d'] ?? asked.get('d');
  const published = method === mqttMethod ? topicOf(request) : undefined;
  const named = user && device ? `owntracks/${user}/${device}` : undefined;
  return labelsOf({ tid: fields['tid'], topic: published ?? (textOf(fields['topic']) || named) });
}

/** The method that an MQTT message is kept under. */
export const mqttMethod = 'PUBLISH';

/** `owntracks/user/device` of a message over MQTT. */
export function topicOf({ path }: LiveRequest): string {
  return deviceTopic(decodeURIComponent(path));
}

/** The topic of a device, of one that has a leading slash or says behind it what kind of message comes. */
export function deviceTopic(topic: string): string {
  return topic.replace(/^\/+/, '').split('/').slice(0, 3).join('/');
}

const appleEpochMs = 978_307_200_000;
/** Neither OwnTracks nor Overland is older than 2010; counted from 2001, this is 2010 to 2041. */
const since2001 = { from: 283_996_800, to: 1_262_304_000 };

/** Overland names a topic and no `tid`, where neither its address nor its header told it. */
function countsFrom2001(fields: Fields, isOverland: boolean): boolean {
  const seconds = numberOf(fields['tst']) ?? 0;
  if (seconds < since2001.from || seconds >= since2001.to) return false;
  return isOverland || (fields['tid'] === undefined && textOf(fields['topic']) !== '');
}

function isUnencoded({ headers }: LiveRequest): boolean {
  return headers.authorization === 'unencoded';
}

function isFromOverland(request: LiveRequest): boolean {
  const fields = recordOf(parseJson(request.body));
  return isUnencoded(request) || (fields !== undefined && countsFrom2001(fields, false));
}

import type { Decoded } from '../../tracks/fix.ts';
import { collect, type LiveRecord, placeOf, type Reading, refuseAll } from './collect.ts';
import {
  type Fields,
  formOfRecord,
  labelsOf,
  looksLikeJson,
  numberIn,
  numberOf,
  parseJson,
  recordOf,
  textIn,
  textOf,
} from './fields.ts';
import { emptyAnswer, type LiveProtocol } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { parseClientTime } from './time.ts';
import { knot } from './units.ts';

const millisecondsOfAPhone = /^\d{13}$/;

type Place = { lon: number; lat: number };
type FormClient = 'osmand' | 'traccar';

/** Traccar Client of all generations and OsmAnd, at one address. An empty 200 is what all of them take. */
export const osmand: LiveProtocol = { name: 'osmand', decode: decodeOsmand, answer: () => emptyAnswer };

/**
 * What Traccar Client of all generations (query, form, JSON, arrays) and OsmAnd report at the same address.
 * Traccar's form has knots and an accuracy of its own; OsmAnd, told by GET, `hdop` and a phone's milliseconds, sends
 * metres per second and its accuracy as `hdop`; Traccar's JSON has metres per second. A message without a position
 * (a heartbeat, cells only) is neither fix nor refusal. (PROTOCOLS 1 and 2)
 */
export function decodeOsmand(request: LiveRequest): Decoded {
  return decodeFrom(request, undefined);
}

/** The same where the address says whose units a form is in. */
export function decodeFrom(request: LiveRequest, client: FormClient | undefined): Decoded {
  const query = new URLSearchParams(request.query);
  const isJson = /\bjson\b/i.test(request.headers['content-type'] ?? '');
  if (isJson || (!holdsPlace(query) && looksLikeJson(request.body))) return decodeJson(request);
  const form = holdsPlace(query) || request.body.length === 0 ? query : formOf(request);
  return collect([{ read: () => readForm(form, request, client), alone: () => rawRequest(request) }]);
}

/** Query and body: somebody's address may hold a query of its own before the client adds its form. */
function formOf(request: LiveRequest): URLSearchParams {
  const body = Buffer.from(request.body).toString('utf8');
  return new URLSearchParams(request.query ? `${request.query}&${body}` : body);
}

function holdsPlace(form: URLSearchParams): boolean {
  return form.has('lat') || form.has('lon') || form.has('location');
}

function readForm(form: URLSearchParams, request: LiveRequest, client?: FormClient): Reading {
  const batteryPercent = numberIn(form, 'batt', 'bat', 'battery');
  const labels = labelsOf({
    id: textIn(form, 'id', 'deviceid', 'device_id'),
    driverUniqueId: form.get('driverUniqueId'),
  });
  if (!holdsPlace(form)) return { batteryPercent, labels };
  const place = formPlace(form);
  if (typeof place === 'string') return { batteryPercent, labels, fault: place };
  const timestamp = form.get('timestamp');
  const isOsmAnd =
    client === 'osmand' ||
    (client === undefined &&
      request.method === 'GET' &&
      form.has('hdop') &&
      millisecondsOfAPhone.test(timestamp ?? ''));
  const recordedAt = timestamp === null ? request.receivedAt : parseClientTime(timestamp);
  if (recordedAt === undefined) return { batteryPercent, labels, fault: 'no-time' };
  const speed = numberIn(form, 'speed');
  return {
    batteryPercent,
    labels,
    fix: {
      lon: place.lon,
      lat: place.lat,
      recordedAt,
      accuracyMetres: numberIn(form, 'accuracy', 'acc', ...(isOsmAnd ? ['hdop'] : [])),
      altitudeMetres: numberIn(form, 'altitude', 'alt'),
      courseDegrees: numberIn(form, 'bearing', 'heading'),
      speedMetresPerSecond: speed !== undefined && !isOsmAnd ? speed * knot : speed,
      mock: form.get('mock') === 'true',
      notPositioned: isVoid(form.get('valid')),
    },
  };
}

/** Traccar's word for a position that the receiver does not stand by. */
function isVoid(valid: string | null): boolean {
  return valid !== null && !/^(true|1)$/i.test(valid);
}

function formPlace(form: URLSearchParams): Place | string {
  const location = form.get('location');
  if (location !== null) {
    const [lat, lon, ...rest] = location.split(',');
    return rest.length > 0 ? 'not-a-number' : placeOf(lon, lat);
  }
  const isOne = (name: string) => {
    const all = form.getAll(name);
    return all.length <= 1 || all.every((one) => one === all[0]);
  };
  return isOne('lat') && isOne('lon') ? placeOf(form.get('lon'), form.get('lat')) : 'ambiguous-position';
}

function decodeJson(request: LiveRequest): Decoded {
  const value = parseJson(request.body);
  if (value === undefined) return refuseAll('not-json');
  return collect(messagesOf(value).map((message) => recordFor(message, request)));
}

/** The library of the 9th generation can send `location` as an array. */
function messagesOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  const fields = recordOf(value);
  const location = fields?.['location'];
  return Array.isArray(location) ? location.map((one) => ({ ...fields, location: one })) : [value];
}

function recordFor(message: unknown, request: LiveRequest): LiveRecord {
  return {
    read: () => readJson(message, request),
    alone: () => rawRequest({ ...request, body: Buffer.from(JSON.stringify(message)) }),
  };
}

function readJson(message: unknown, request: LiveRequest): Reading {
  const fields = recordOf(message);
  if (!fields) return { fault: 'not-a-record' };
  const location = recordOf(fields['location']);
  if (!location) return readForm(formOfRecord(fields), { ...request, method: 'POST' });
  return { ...readLocation(location, request), labels: labelsOf({ id: fields['device_id'] }) };
}

function readLocation(location: Fields, { receivedAt }: LiveRequest): Reading {
  const level = numberOf(recordOf(location['battery'])?.['level']);
  const about = { batteryPercent: level === undefined ? undefined : level * 100 };
  const coords = recordOf(location['coords']);
  if (!coords) return about;
  const timestamp = location['timestamp'];
  const recordedAt = timestamp === undefined ? receivedAt : parseClientTime(textOf(timestamp));
  if (recordedAt === undefined) return { ...about, fault: 'no-time' };
  return {
    ...about,
    fix: {
      ...placeOf(coords['longitude'], coords['latitude']),
      recordedAt,
      accuracyMetres: numberOf(coords['accuracy']),
      altitudeMetres: numberOf(coords['altitude']),
      courseDegrees: numberOf(coords['heading']),
      speedMetresPerSecond: numberOf(coords['speed']),
      mock: location['mock'] === true,
    },
  };
}

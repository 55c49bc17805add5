import type { Decoded, Refusal, ReportedFix } from '../../tracks/fix.ts';
import { parseDegrees, parseNumber } from './number.ts';
import type { LiveRequest } from './request.ts';
import { parseClientTime } from './time.ts';

const knot = 1852 / 3600;
const millisecondsOfAPhone = /^\d{13}$/;

type Place = { lon: number; lat: number };
type Fields = Record<string, unknown>;

/**
 * What Traccar Client of all generations (query, form, JSON, arrays) and OsmAnd report at the same address.
 * Traccar's form has knots and an accuracy of its own; OsmAnd, told by GET, `hdop` and a phone's milliseconds, sends
 * metres per second and its accuracy as `hdop`; Traccar's JSON has metres per second. A message without a position
 * (a heartbeat, cells only) is neither fix nor refusal. (PROTOCOLS 1 and 2)
 */
export function decodeOsmand(request: LiveRequest): Decoded {
  if (/\bjson\b/i.test(request.contentType)) return decodeJson(request);
  const text = request.query || Buffer.from(request.body).toString('utf8');
  return collect([() => formFix(new URLSearchParams(text), request)]);
}

type Reader = () => Omit<ReportedFix, 'index'> | string | undefined;

function collect(readers: readonly Reader[]): Decoded {
  const fixes: ReportedFix[] = [];
  const refused: Refusal[] = [];
  readers.forEach((read, index) => {
    const fix = read();
    if (typeof fix === 'string') refused.push({ index, reason: fix });
    else if (fix) fixes.push({ ...fix, index });
  });
  return { fixes, refused };
}

function formFix(form: URLSearchParams, { method, receivedAt }: LiveRequest): ReturnType<Reader> {
  const place = formPlace(form);
  if (place === undefined || typeof place === 'string') return place;
  const timestamp = form.get('timestamp');
  const isOsmAnd = method === 'GET' && form.has('hdop') && millisecondsOfAPhone.test(timestamp ?? '');
  const recordedAt = timestamp === null ? receivedAt : parseClientTime(timestamp);
  if (recordedAt === undefined) return 'no-time';
  const speed = numberIn(form, 'speed');
  return {
    ...place,
    recordedAt,
    accuracyMetres: numberIn(form, 'accuracy', 'acc', ...(isOsmAnd ? ['hdop'] : [])),
    altitudeMetres: numberIn(form, 'altitude', 'alt'),
    courseDegrees: numberIn(form, 'bearing', 'heading'),
    speedMetresPerSecond: speed !== undefined && !isOsmAnd ? speed * knot : speed,
    mock: form.get('mock') === 'true',
  };
}

function formPlace(form: URLSearchParams): Place | string | undefined {
  const location = form.get('location');
  if (location !== null) {
    const [lat, lon, ...rest] = location.split(',');
    return rest.length > 0 ? 'not-a-number' : placeOf(lon, lat);
  }
  if (!form.has('lat') && !form.has('lon')) return undefined;
  if (form.getAll('lat').length > 1 || form.getAll('lon').length > 1) return 'ambiguous-position';
  return placeOf(form.get('lon'), form.get('lat'));
}

function placeOf(lon: unknown, lat: unknown): Place | string {
  const place = { lon: parseDegrees(textOf(lon)), lat: parseDegrees(textOf(lat)) };
  return Number.isFinite(place.lon) && Number.isFinite(place.lat) ? place : 'not-a-number';
}

function decodeJson(request: LiveRequest): Decoded {
  const value = parseJson(request.body);
  if (value === undefined) return { fixes: [], refused: [{ index: 0, reason: 'not-json' }] };
  const messages = Array.isArray(value) ? value : locationsOf(value);
  return collect(messages.map((message) => () => jsonFix(message, request)));
}

function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(body).toString('utf8'));
  } catch {
    return undefined;
  }
}

/** The library of the 9th generation can send `location` as an array. */
function locationsOf(value: unknown): unknown[] {
  const { location } = recordOf(value) ?? {};
  return Array.isArray(location) ? location.map((one) => ({ location: one })) : [value];
}

function jsonFix(message: unknown, request: LiveRequest): ReturnType<Reader> {
  const fields = recordOf(message);
  if (!fields) return 'not-a-record';
  const location = recordOf(fields['location']);
  if (location) return libraryFix(location, request);
  const form = new URLSearchParams();
  for (const [name, value] of Object.entries(fields)) if (value !== null) form.append(name, String(value));
  return formFix(form, { ...request, method: 'POST' });
}

function libraryFix(location: Fields, { receivedAt }: LiveRequest): ReturnType<Reader> {
  const coords = recordOf(location['coords']);
  if (!coords) return undefined;
  const place = placeOf(coords['longitude'], coords['latitude']);
  if (typeof place === 'string') return place;
  const timestamp = location['timestamp'];
  const recordedAt = timestamp === undefined ? receivedAt : parseClientTime(textOf(timestamp));
  if (recordedAt === undefined) return 'no-time';
  return {
    ...place,
    recordedAt,
    accuracyMetres: parseNumber(textOf(coords['accuracy'])),
    altitudeMetres: parseNumber(textOf(coords['altitude'])),
    courseDegrees: parseNumber(textOf(coords['heading'])),
    speedMetresPerSecond: parseNumber(textOf(coords['speed'])),
    mock: location['mock'] === true,
  };
}

/** The first of the fields that is there, as a number. */
function numberIn(form: URLSearchParams, ...names: string[]): number | undefined {
  const present = names.find((name) => form.has(name));
  return present === undefined ? undefined : parseNumber(form.get(present) ?? undefined);
}

/** Clients send numbers as text as well; nothing else is one. */
function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

function recordOf(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : undefined;
}

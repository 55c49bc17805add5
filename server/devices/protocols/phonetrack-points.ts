import type { Decoded } from '../../tracks/fix.ts';
import { collect, placeOf, type Reading, refuseAll } from './collect.ts';
import {
  formOfRecord,
  formText,
  labelsOf,
  looksLikeJson,
  numberIn,
  parseJson,
  recordOf,
  textIn,
} from './fields.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { parseClientTime } from './time.ts';

/** A point of `logPostMultiple` is a list in this order. */
const order = ['lat', 'lon', 'timestamp', 'alt', 'acc', 'bat', 'sat', 'useragent', 'speed', 'bearing'];

/**
 * What PhoneTrack's own client, Locus Map and uLogger send: one position in query, form or JSON, or a list of points.
 * Speed is in metres per second, an empty text stands for unknown. (PROTOCOLS 6)
 */
export function decodePoints(request: LiveRequest): Decoded {
  if (!looksLikeJson(request.body)) return one(formOf(request), request);
  const fields = recordOf(parseJson(request.body));
  if (!fields) return refuseAll('not-json');
  const points = fields['points'];
  return Array.isArray(points) ? several(points, request) : one(formOfRecord(fields), request);
}

function formOf({ query, body }: LiveRequest): URLSearchParams {
  return new URLSearchParams(
    [query, Buffer.from(body).toString('utf8')].filter((part) => part !== '').join('&'),
  );
}

function one(form: URLSearchParams, request: LiveRequest): Decoded {
  return collect([{ read: () => readPoint(form, request), alone: () => rawRequest(request) }]);
}

function several(points: readonly unknown[], request: LiveRequest): Decoded {
  return collect(
    points.map((point) => ({
      read: () => readListed(point, request),
      alone: () => rawRequest({ ...request, body: Buffer.from(JSON.stringify({ points: [point] })) }),
    })),
  );
}

function readListed(point: unknown, request: LiveRequest): Reading {
  const fields = recordOf(point);
  if (fields) return readPoint(formOfRecord(fields), request);
  if (!Array.isArray(point)) return { fault: 'not-a-record' };
  const named = order.map((name, index) => [name, formText(point[index])]);
  return readPoint(new URLSearchParams(named), request);
}

/** uLogger signs in and begins tracks with requests of their own, which hold no position. */
function readPoint(form: URLSearchParams, { receivedAt }: LiveRequest): Reading {
  const about = {
    batteryPercent: numberIn(form, 'bat', 'battery', 'batt'),
    labels: labelsOf({ useragent: form.get('useragent') }),
  };
  if (!form.has('lat') && !form.has('lon')) return about;
  const said = ['timestamp', 'time', 'datetime'].filter((name) => form.has(name));
  const recordedAt = said.length === 0 ? receivedAt : parseClientTime(textIn(form, ...said) ?? '');
  if (recordedAt === undefined) return { ...about, fault: 'no-time' };
  return {
    ...about,
    fix: {
      ...placeOf(form.get('lon'), form.get('lat')),
      recordedAt,
      accuracyMetres: numberIn(form, 'acc', 'accuracy'),
      altitudeMetres: numberIn(form, 'alt', 'altitude'),
      courseDegrees: numberIn(form, 'bearing'),
      speedMetresPerSecond: numberIn(form, 'speed'),
    },
  };
}

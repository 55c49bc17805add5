import type { Decoded } from '../../tracks/fix.ts';
import { collect, placeOf, type Reading } from './collect.ts';
import {
  formOfRecord,
  labelsOf,
  looksLikeJson,
  numberIn,
  parseJson,
  recordOf,
  textIn,
  unlessZero,
} from './fields.ts';
import { emptyAnswer, type LiveProtocol } from './protocol.ts';
import { type LiveRequest, rawRequest } from './request.ts';
import { parseClientTime } from './time.ts';
import { kilometrePerHour } from './units.ts';

/** GPSLogger's custom URL, by any method. It takes any 2xx, and gives up after three tries. */
export const gpslogger: LiveProtocol = {
  name: 'gpslogger',
  decode: decodeGpslogger,
  answer: () => emptyAnswer,
};

/** The user chooses the names, so those in use are known; the finest time is the first. (PROTOCOLS 4) */
const names = {
  lat: ['lat', 'latitude'],
  lon: ['lon', 'lng', 'long', 'longitude'],
  time: ['time', 'datetime', 'timeoffset', 'timeoff', 'timestamp', 'epoch'],
  altitude: ['alt', 'altitude', 'ele'],
  accuracy: ['acc', 'accuracy'],
  course: ['dir', 'bearing', 'direction', 'heading'],
  speed: ['spd', 'speed'],
  speedKmh: ['spd_kph', 'speed_kph'],
  battery: ['batt', 'battery', 'bat'],
};

/** One position in the query, in a body of free text or in a JSON object; 0.0 stands for what is not known. */
export function decodeGpslogger(request: LiveRequest): Decoded {
  return collect([
    { read: () => readForm(formOf(request), request.receivedAt), alone: () => rawRequest(request) },
  ]);
}

/** Query and body together, names in lower case. A body may have lines of anything before its form. */
function formOf({ query, body }: LiveRequest): URLSearchParams {
  const fields = looksLikeJson(body) ? recordOf(parseJson(body)) : undefined;
  const text = fields
    ? formOfRecord(fields)
    : Buffer.from(body)
        .toString('utf8')
        .replaceAll(/[\r\n]+/g, '&');
  const form = new URLSearchParams();
  for (const part of [new URLSearchParams(query), new URLSearchParams(text)])
    for (const [name, value] of part) form.append(name.trim().toLowerCase(), value);
  return form;
}

function readForm(form: URLSearchParams, receivedAt: number): Reading {
  const about = {
    batteryPercent: unlessZero(numberIn(form, ...names.battery)),
    labels: labelsOf({
      id: textIn(form, 'id', 'deviceid', 'dev'),
      aid: form.get('aid'),
      ser: form.get('ser'),
    }),
  };
  const [lat, lon] = [oneOf(form, names.lat), oneOf(form, names.lon)];
  if (lat === undefined && lon === undefined)
    return form.size === 0 ? about : { ...about, fault: 'no-position' };
  if (lat === ambiguous || lon === ambiguous) return { ...about, fault: 'ambiguous-position' };
  const recordedAt = timeOf(form, receivedAt);
  if (recordedAt === undefined) return { ...about, fault: 'no-time' };
  return { ...about, fix: { ...placeOf(lon, lat), recordedAt, ...measured(form) } };
}

const ambiguous = Symbol('two values for one name');

function oneOf(form: URLSearchParams, aliases: readonly string[]): string | typeof ambiguous | undefined {
  const values = new Set(aliases.flatMap((name) => form.getAll(name)));
  return values.size > 1 ? ambiguous : [...values][0];
}

/** The first that is a time; that of arrival where none is named. */
function timeOf(form: URLSearchParams, receivedAt: number): number | undefined {
  const said = names.time.flatMap((name) => form.getAll(name)).filter((text) => text !== '');
  const times = said.map(parseClientTime).filter((at) => at !== undefined);
  return said.length === 0 ? receivedAt : times[0];
}

function measured(form: URLSearchParams) {
  const kilometresPerHour = numberIn(form, ...names.speedKmh);
  const speed = numberIn(form, ...names.speed);
  return {
    accuracyMetres: numberIn(form, ...names.accuracy),
    altitudeMetres: unlessZero(numberIn(form, ...names.altitude)),
    courseDegrees: unlessZero(numberIn(form, ...names.course)),
    speedMetresPerSecond: unlessZero(
      speed ?? (kilometresPerHour === undefined ? undefined : kilometresPerHour * kilometrePerHour),
    ),
  };
}

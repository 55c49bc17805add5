import { parseNumber } from '../protocols/number.ts';
import { degreesOf } from '../protocols/rmc.ts';
import { knot } from '../protocols/units.ts';
import { splitLines } from './lines.ts';
import {
  type Ending,
  itemOf,
  type Placed,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';

const dayMs = 86_400_000;

/** What the sentences of one second say together. */
type Epoch = {
  timeOfDayMs: number;
  /** 00:00 of the day, epoch milliseconds. */
  day?: number;
  place?: { lat: number; lon: number } | undefined;
  isValid?: boolean;
  speedMetresPerSecond?: number | undefined;
  courseDegrees?: number | undefined;
  altitudeMetres?: number | undefined;
  lines?: string;
};

/**
 * Reads NMEA 0183: RMC gives position, date, speed and course, GGA of the same time the altitude. Where GGA stands alone
 * it takes the date of the last RMC, one day on where the clock has passed midnight. A line whose checksum is wrong or
 * missing is refused, its neighbours are kept; sentences without a position are neither.
 */
export function nmeaReader(): TrackReader<string> {
  const lines = splitLines();
  let epoch: Epoch | undefined;
  let known: { day: number; timeOfDayMs: number } | undefined;
  let index = 0;
  let ending: Ending = 'whole';

  function* handOn(): Iterable<TrackItem> {
    const done = epoch;
    epoch = undefined;
    if (!done) return;
    const day = done.day ?? dayAfter(known, done.timeOfDayMs);
    if (day !== undefined) known = { day, timeOfDayMs: done.timeOfDayMs };
    const recordedAt = () => (day === undefined ? undefined : day + done.timeOfDayMs);
    if (done.place) yield itemOf(index++, fixOf(done, day), { alone: () => done.lines ?? '', recordedAt });
  }
  function* take(line: string): Iterable<TrackItem> {
    const fields = sentenceOf(line);
    if (fields === 'bad-checksum') yield refusalOf(index++, fields, { alone: () => `${line}\n` });
    if (typeof fields === 'string') return;
    const part = partOf(fields);
    if (!part) return;
    if (epoch && epoch.timeOfDayMs !== part.timeOfDayMs) yield* handOn();
    const isValid = (epoch?.isValid ?? true) && (part.isValid ?? true);
    epoch = { ...epoch, ...part, isValid, lines: `${epoch?.lines ?? ''}${line}\n` };
  }
  return {
    *read(piece) {
      for (const line of lines.read(piece)) yield* take(line.trim());
    },
    isOver: () => false,
    *finish() {
      const line = lines.rest().trim();
      if (line !== '' && sentenceOf(line) === 'bad-checksum') {
        ending = 'cut';
        yield* handOn();
        yield refusalOf(index++, 'record-cut', { alone: () => line });
      } else {
        yield* take(line);
        yield* handOn();
      }
    },
    ending: () => ending,
  };
}

/** The fields of a sentence between `$` and `*`; blank for what is none. */
function sentenceOf(line: string): string[] | 'bad-checksum' | 'no-sentence' {
  const start = line.search(/[$!]/);
  if (start === -1) return 'no-sentence';
  const match = /^[$!]([^*]*)\*([0-9a-f]{2})$/i.exec(line.slice(start));
  const [, body = '', checksum = ''] = match ?? [];
  if (!match || checksumOf(body) !== Number.parseInt(checksum, 16)) return 'bad-checksum';
  return body.split(',');
}

function checksumOf(body: string): number {
  let sum = 0;
  for (let at = 0; at < body.length; at++) sum ^= body.charCodeAt(at);
  return sum;
}

/** Of any talker (GP, GN, BD …): a Beidou receiver speaks the same sentences. */
function partOf(fields: readonly string[]): Epoch | undefined {
  const kind = (fields[0] ?? '').slice(-3);
  const timeOfDayMs = timeOf(fields[1] ?? '');
  if (timeOfDayMs === undefined || (kind !== 'RMC' && kind !== 'GGA')) return undefined;
  return kind === 'RMC' ? recommendedMinimum(timeOfDayMs, fields) : fixData(timeOfDayMs, fields);
}

function recommendedMinimum(timeOfDayMs: number, fields: readonly string[]): Epoch {
  const [, , status, lat, north, lon, east, knots, course, date] = fields;
  const day = dayOf(date ?? '');
  const speed = parseNumber(knots);
  return {
    timeOfDayMs,
    ...placeOf(lat, north, lon, east),
    isValid: status === 'A',
    ...(day !== undefined && { day }),
    ...(speed !== undefined && { speedMetresPerSecond: speed * knot }),
    courseDegrees: parseNumber(course),
  };
}

function fixData(timeOfDayMs: number, fields: readonly string[]): Epoch {
  const [, , lat, north, lon, east, quality, , , altitude] = fields;
  return {
    timeOfDayMs,
    ...placeOf(lat, north, lon, east),
    isValid: quality !== '0' && quality !== '',
    altitudeMetres: parseNumber(altitude),
  };
}

function placeOf(lat = '', north = '', lon = '', east = ''): Pick<Epoch, 'place'> {
  if (lat === '' && lon === '') return {};
  return { place: { lat: degreesOf(lat, north, ['N', 'S']), lon: degreesOf(lon, east, ['E', 'W']) } };
}

function timeOf(text: string): number | undefined {
  const match = /^(\d{2})(\d{2})(\d{2})(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const [, hours, minutes, seconds, fraction = ''] = match;
  const milliseconds = Number(`${fraction}000`.slice(0, 3));
  return ((Number(hours) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000 + milliseconds;
}

/** `ddmmyy`; GPS began in 1980. */
function dayOf(text: string): number | undefined {
  const match = /^(\d{2})(\d{2})(\d{2})$/.exec(text);
  if (!match) return undefined;
  const [day, month, year] = match.slice(1).map(Number);
  if (!day || !month || year === undefined || day > 31 || month > 12) return undefined;
  const midnight = Date.UTC(year < 80 ? 2000 + year : 1900 + year, month - 1, day);
  return new Date(midnight).getUTCDate() === day ? midnight : undefined;
}

function dayAfter(
  known: { day: number; timeOfDayMs: number } | undefined,
  timeOfDayMs: number,
): number | undefined {
  if (!known) return undefined;
  // Less than half a day back is a clock that jumps, more is midnight.
  return known.timeOfDayMs - timeOfDayMs > dayMs / 2 ? known.day + dayMs : known.day;
}

function fixOf(epoch: Epoch, day: number | undefined): Placed | string {
  const { place, timeOfDayMs, isValid, speedMetresPerSecond, courseDegrees, altitudeMetres } = epoch;
  if (!place || Number.isNaN(place.lat) || Number.isNaN(place.lon)) return 'not-a-number';
  if (day === undefined) return 'no-date';
  return {
    recordedAt: day + timeOfDayMs,
    ...place,
    speedMetresPerSecond,
    courseDegrees,
    altitudeMetres,
    ...(!isValid && { notPositioned: true }),
  };
}

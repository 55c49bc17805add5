import { parseNumber } from './number.ts';
import { knot } from './units.ts';

type Sentence = {
  recordedAt: number;
  lon: number;
  lat: number;
  speedMetresPerSecond: number | undefined;
  courseDegrees: number | undefined;
  /** The receiver warns that it knew no position (status V). */
  notPositioned?: true;
};

/**
 * An NMEA 0183 RMC sentence, its checksum left alone: peers send wrong ones. Minutes are the last two digits before
 * the point, since some leave the zeros before the degrees out. A text says why it is none. (PROTOCOLS 4)
 */
export function parseRmc(text: string): Sentence | string {
  const [head = '', ...fields] = text.replace(/\*.*$/s, '').split(',');
  if (!/^\$?G[A-Z]RMC$/i.test(head.trim()) || fields.length < 9) return 'not-a-sentence';
  const [time = '', status = '', lat = '', northing = '', lon = '', easting = '', speed, course, date = ''] =
    fields;
  const recordedAt = timeOf(date, time);
  if (recordedAt === undefined) return 'no-time';
  const knots = parseNumber(speed);
  return {
    recordedAt,
    lat: degreesOf(lat, northing, ['N', 'S']),
    lon: degreesOf(lon, easting, ['E', 'W']),
    speedMetresPerSecond: knots === undefined ? undefined : knots * knot,
    courseDegrees: parseNumber(course),
    ...(status.trim().toUpperCase() === 'V' && { notPositioned: true }),
  };
}

/** A coordinate of NMEA and the letter of its half of the globe; NaN where it is none. */
export function degreesOf(
  text: string,
  hemisphere: string,
  [positive, negative]: readonly [string, string],
): number {
  const match = /^(\d*?)(\d{2}(?:\.\d*)?)$/.exec(text.trim());
  const sign = { [positive]: 1, [negative]: -1 }[hemisphere.trim().toUpperCase()];
  const [, degrees = '', minutes = ''] = match ?? [];
  if (!match || sign === undefined || Number(minutes) >= 60) return Number.NaN;
  return sign * (Number(degrees) + Number(minutes) / 60);
}

/** `ddmmyy` and `hhmmss` with a fraction, UTC; years are 1980 to 2079. */
function timeOf(date: string, time: string): number | undefined {
  const day = /^(\d{2})(\d{2})(\d{2})$/.exec(date.trim());
  const clock = /^(\d{2})(\d{2})(\d{2})(\.\d*)?$/.exec(time.trim());
  if (!day || !clock) return undefined;
  const [, d = 0, m = 0, y = 0] = day.map(Number);
  const [hours = 0, minutes = 0, seconds = 0] = clock.slice(1, 4).map(Number);
  const year = y < 80 ? 2000 + y : 1900 + y;
  const midnight = Date.UTC(year, m - 1, d);
  if (new Date(midnight).getUTCDate() !== d || m > 12 || hours > 23 || minutes > 59 || seconds > 60)
    return undefined;
  const fraction = Math.round(Number(`0${clock[4] ?? ''}`) * 1000) || 0;
  return midnight + ((hours * 60 + minutes) * 60 + seconds) * 1000 + fraction;
}

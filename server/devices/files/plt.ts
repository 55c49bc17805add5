import { parseDegrees, parseNumber } from '../protocols/number.ts';
import { parseIsoTime } from '../protocols/time.ts';
import { splitLines } from './lines.ts';
import {
  type About,
  type Ending,
  itemOf,
  type Placed,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';

const headLines = 6;
const metresPerFoot = 0.3048;
/** OziExplorer and GeoLife write this where the altitude is unknown. */
const unknownAltitudeFeet = -777;
/** Days are counted from 30 December 1899. */
const dayZero = Date.UTC(1899, 11, 30);
const dayMs = 86_400_000;

/**
 * Reads the track of OziExplorer as GeoLife writes it: six lines of head, then latitude, longitude, break, altitude in
 * feet, days, date and time in GMT (GeoLife user guide 1.3). Date and time go before the days, which are less exact.
 */
export function pltReader(): TrackReader<string> {
  const lines = splitLines();
  let lineNumber = 0;
  let index = 0;
  let hasPoints = false;
  let ending: Ending = 'whole';
  const item = (line: string): TrackItem => {
    const read = fixOf(line.split(','));
    const isBreak = typeof read !== 'string' && read.breakBefore && !hasPoints;
    if (typeof read !== 'string') hasPoints = true;
    return itemOf(index++, isBreak ? { ...read, breakBefore: false } : read, aboutLine(line));
  };
  return {
    *read(piece) {
      for (const line of lines.read(piece))
        if (++lineNumber > headLines && line.trim() !== '') yield item(line);
    },
    isOver: () => false,
    *finish() {
      const line = lines.rest().trim();
      if (lineNumber < headLines) ending = 'cut';
      else if (line !== '') {
        // A time of eight characters in the seventh field is whole, whether or not a line break follows.
        if (/^([^,]*,){6}\s*\d{2}:\d{2}:\d{2}$/.test(line)) yield item(line);
        else {
          ending = 'cut';
          yield refusalOf(index++, 'record-cut', aboutLine(line));
        }
      }
    },
    ending: () => ending,
  };
}

/** The line below a head, as a file of its own. */
function aboutLine(line: string): About {
  return {
    alone: () => `Geolife trajectory${'\n'.repeat(headLines)}${line}\n`,
    recordedAt: () => timeOf(line.split(',').map((field) => field.trim())),
  };
}

function timeOf([, , , , days = '', date = '', time = '']: readonly string[]): number | undefined {
  return parseIsoTime(`${date}T${time}Z`) ?? fromDays(parseNumber(days));
}

function fixOf(fields: readonly string[]): Placed | string {
  const trimmed = fields.map((field) => field.trim());
  const [lat = '', lon = '', code = '', feet = '', days = '', date = ''] = trimmed;
  if (fields.length < 5) return 'too-few-fields';
  const place = { lat: parseDegrees(lat), lon: parseDegrees(lon) };
  if (Number.isNaN(place.lat) || Number.isNaN(place.lon)) return 'not-a-number';
  const recordedAt = timeOf(trimmed);
  if (recordedAt === undefined) return date === '' && days === '' ? 'no-time' : 'bad-time';
  const altitude = parseNumber(feet);
  return {
    recordedAt,
    ...place,
    ...(altitude !== undefined &&
      altitude !== unknownAltitudeFeet && { altitudeMetres: altitude * metresPerFoot }),
    ...(code === '1' && { breakBefore: true }),
  };
}

/** To the second: the digits that are written carry no more. */
function fromDays(days: number | undefined): number | undefined {
  return days === undefined || days <= 0 ? undefined : Math.round((dayZero + days * dayMs) / 1000) * 1000;
}

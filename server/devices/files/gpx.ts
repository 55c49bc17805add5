import { parseNumber } from '../protocols/number.ts';
import { parseIsoTime } from '../protocols/time.ts';
import {
  itemOf,
  type Placed,
  placedAt,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';
import { xmlReader } from './xml-reader.ts';

type Point = { attributes: Readonly<Record<string, string>>; fields: Map<string, string> };

const fieldNames = new Set(['time', 'ele', 'speed', 'course', 'bearing']);

/**
 * Reads GPX 1.0 and 1.1: the points of all tracks and segments, with speed and course directly or in extensions.
 * Routes and waypoints are plans and notes, not tracks. A second segment begins with a break. (PROTOCOLS 8)
 */
export function gpxReader(): TrackReader<string> {
  let items: TrackItem[] = [];
  let point: Point | undefined;
  let index = 0;
  let segmentBegins = false;
  let hasPoints = false;

  const handOn = ({ attributes, fields }: Point, alone: () => string | undefined) => {
    const read = fixOf(attributes, fields);
    const recordedAt = () => parseIsoTime(fields.get('time') ?? '');
    if (typeof read === 'string') items.push(refusalOf(index, read, { alone, recordedAt }));
    else {
      items.push(itemOf(index, segmentBegins ? { ...read, breakBefore: true } : read));
      segmentBegins = false;
      hasPoints = true;
    }
    index++;
  };
  return xmlReader({
    root: 'gpx',
    records: new Set(['trkpt']),
    mostCharactersBetweenTags: 1_000_000,
    open: (name, attributes) => {
      if (name === 'trkseg') segmentBegins = hasPoints;
      if (name === 'trkpt') point = { attributes, fields: new Map() };
    },
    close: (name, text, path, alone) => {
      if (!point) return;
      if (name === 'trkpt') {
        handOn(point, alone);
        point = undefined;
      } else if (fieldNames.has(name) && isOfPoint(path)) point.fields.set(name, text);
    },
    take: () => {
      const taken = items;
      items = [];
      return taken;
    },
  });
}

/** `<speed>` and the like are the point's directly under it (1.0) or anywhere in its extensions. */
function isOfPoint(path: readonly string[]): boolean {
  return path.at(-1) === 'trkpt' || path.includes('extensions', path.lastIndexOf('trkpt'));
}

function fixOf(
  attributes: Readonly<Record<string, string>>,
  fields: ReadonlyMap<string, string>,
): Placed | string {
  const placed = placedAt(attributes['lat'], attributes['lon'], fields.get('time'));
  if (typeof placed === 'string') return placed;
  return {
    ...placed,
    altitudeMetres: parseNumber(fields.get('ele')),
    speedMetresPerSecond: parseNumber(fields.get('speed')),
    courseDegrees: parseNumber(fields.get('course') ?? fields.get('bearing')),
  };
}

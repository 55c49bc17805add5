import { SaxesParser, type SaxesTagPlain } from 'saxes';
import type { Refusal, ReportedFix } from '../../tracks/fix.ts';
import { parseDegrees, parseNumber } from './number.ts';
import { parseIsoTime } from './time.ts';

/** What a reader hands on, point by point. */
export type PointSink = { fix: (fix: ReportedFix) => void; refuse: (refusal: Refusal) => void };

/** How a file ended: whole, cut short or broken at some place, or no GPX at all (`root` is what it is instead). */
export type GpxEnd =
  | { kind: 'whole' }
  | { kind: 'cut' }
  | { kind: 'not-gpx'; root: string | null }
  | { kind: 'doctype' };

export type GpxReader = {
  /** Takes the next characters. Returns false once nothing more will come of the file. */
  write: (text: string) => boolean;
  end: () => GpxEnd;
};

/** Text without a tag for so long is no GPX, and would be held in memory. */
const mostCharactersBetweenTags = 1_000_000;
const deepest = 64;

type Point = { attributes: Record<string, string>; fields: Map<string, string> };

const fieldNames = new Set(['time', 'ele', 'speed', 'course', 'bearing']);

/**
 * Reads GPX 1.0 and 1.1 as it arrives: the points of all tracks and segments, with speed and course directly or in
 * extensions. Routes and waypoints are plans and notes, not tracks. A second segment begins with a break; the complete
 * points of a file that is cut short are kept. Entities of its own and document types are refused.
 */
export function gpxReader(sink: PointSink): GpxReader {
  const parser = new SaxesParser({ xmlns: false, position: false });
  let end: GpxEnd | undefined;
  let path: string[] = [];
  let point: Point | undefined;
  let text = '';
  let sinceTag = 0;
  let index = 0;
  let segmentBegins = false;
  let hasPoints = false;
  let isGpx = false;

  parser.on('doctype', () => {
    end ??= { kind: 'doctype' };
  });
  parser.on('error', () => {
    end ??= isGpx ? { kind: 'cut' } : { kind: 'not-gpx', root: null };
  });
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    sinceTag = 0;
    if (end) return;
    const local = localName(name);
    if (!isGpx && local !== 'gpx') end = { kind: 'not-gpx', root: local };
    isGpx = true;
    if (path.length >= deepest) end = { kind: 'cut' };
    path.push(local);
    text = '';
    if (local === 'trkseg') segmentBegins = hasPoints;
    if (local === 'trkpt') point = { attributes, fields: new Map() };
  });
  const onText = (characters: string) => {
    if (point) text += characters;
  };
  parser.on('text', onText);
  parser.on('cdata', onText);
  parser.on('closetag', () => {
    sinceTag = 0;
    if (end) return;
    const local = path.pop() ?? '';
    if (local === 'trkpt' && point) {
      handOn(point);
      point = undefined;
    } else if (point && fieldNames.has(local) && isOfPoint(path)) {
      point.fields.set(local, text);
    }
  });

  function handOn({ attributes, fields }: Point): void {
    const outcome = fixOf(attributes, fields);
    if (typeof outcome === 'string') {
      sink.refuse({ index, reason: outcome });
    } else {
      sink.fix({ index, ...outcome, ...(segmentBegins && { breakBefore: true }) });
      segmentBegins = false;
      hasPoints = true;
    }
    index++;
  }

  return {
    write: (characters) => {
      sinceTag += characters.length;
      parser.write(characters);
      if (sinceTag > mostCharactersBetweenTags) end ??= { kind: 'cut' };
      return end === undefined;
    },
    end: () => {
      const wasOpen = path.length > 0;
      if (end) return end;
      try {
        parser.close();
      } finally {
        path = [];
      }
      return end ?? (wasOpen ? { kind: 'cut' } : { kind: 'whole' });
    },
  };
}

/** `<speed>` and the like are the point's directly under it (1.0) or anywhere in its extensions. */
function isOfPoint(path: readonly string[]): boolean {
  return path.at(-1) === 'trkpt' || path.includes('extensions', path.lastIndexOf('trkpt'));
}

function fixOf(
  attributes: Record<string, string>,
  fields: ReadonlyMap<string, string>,
): Omit<ReportedFix, 'index'> | string {
  const [lat, lon] = [parseDegrees(attributes['lat'] ?? ''), parseDegrees(attributes['lon'] ?? '')];
  if (Number.isNaN(lat) || Number.isNaN(lon)) return 'not-a-number';
  const time = fields.get('time')?.trim();
  if (!time) return 'no-time';
  const recordedAt = parseIsoTime(time);
  if (recordedAt === undefined) return 'bad-time';
  return {
    recordedAt,
    lat,
    lon,
    altitudeMetres: parseNumber(fields.get('ele')),
    speedMetresPerSecond: parseNumber(fields.get('speed')),
    courseDegrees: parseNumber(fields.get('course') ?? fields.get('bearing')),
  };
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}

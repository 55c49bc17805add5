import { parseNumber } from '../protocols/number.ts';
import { parseClientTime } from '../protocols/time.ts';
import type { Placed } from './track-reader.ts';

export type Geojson = Readonly<Record<string, unknown>>;

/** The fixes of one line, or of one point, in order; a text is the reason why there is none. */
export type Line = {
  isLine: boolean;
  fixes: (Placed | string)[];
  /** What is kept of the one at this place where it is none; nothing where another stands for it. */
  about: (at: number) => { feature: Geojson; recordedAt?: number | undefined } | undefined;
};

const timeNames = ['time', 'timestamp', 'recordedAt', 'datetime', 'time_long'];

/** The lines of a feature, or of a geometry that stands alone. Polygons and features without geometry hold none. */
export function fixesOfFeature(value: Geojson): Line[] {
  const geometry = value['type'] === 'Feature' ? recordOf(value['geometry']) : value;
  const properties = recordOf(value['properties']) ?? {};
  const coordinates = listOf(geometry?.['coordinates']);
  switch (geometry?.['type']) {
    case 'Point':
      return [
        {
          isLine: false,
          fixes: [pointOf(geometry['coordinates'], ownTime(properties), properties)],
          about: () => ({
            feature: { type: 'Feature', properties, geometry },
            recordedAt: parseClientTime(textOf(ownTime(properties))),
          }),
        },
      ];
    case 'MultiPoint':
    case 'LineString':
      return [lineOf(coordinates, timesOf(properties))];
    case 'MultiLineString':
      return linesOf(coordinates, timesOf(properties));
    default:
      return [];
  }
}

/** True where positions are declared to be of another system than longitude and latitude. */
export function isOtherReferenceSystem(crs: unknown): boolean {
  const name = recordOf(recordOf(crs)?.['properties'])?.['name'];
  return typeof name === 'string' && !/(CRS84|EPSG:+(\d+\.\d+:)?(4326|4490|4979)|WGS ?84)$/i.test(name);
}

function linesOf(lines: readonly unknown[], times: readonly unknown[] | undefined): Line[] {
  const isNested = times?.some((one) => Array.isArray(one)) ?? false;
  let from = 0;
  const total = lines.reduce((sum: number, line) => sum + listOf(line).length, 0);
  const isFlat = !isNested && times?.length === total;
  return lines.map((line, index) => {
    const positions = listOf(line);
    const own = isNested
      ? listOf(times?.[index])
      : isFlat
        ? times?.slice(from, from + positions.length)
        : times;
    from += positions.length;
    return lineOf(positions, own);
  });
}

/** Where the numbers of times and positions differ, nobody knows which belong together. */
function lineOf(positions: readonly unknown[], times: readonly unknown[] | undefined): Line {
  if (times && times.length !== positions.length)
    return {
      isLine: true,
      fixes: positions.map(() => 'times-differ'),
      about: (at) => (at === 0 ? { feature: lineFeature(positions, times) } : undefined),
    };
  return {
    isLine: true,
    fixes: positions.map((position, at) => pointOf(position, times?.[at], {})),
    about: (at) => ({
      feature: lineFeature([positions[at]], times && [times[at]]),
      recordedAt: parseClientTime(textOf(times?.[at])),
    }),
  };
}

function lineFeature(positions: readonly unknown[], times: readonly unknown[] | undefined): Geojson {
  const geometry = { type: 'LineString', coordinates: positions };
  return { type: 'Feature', properties: times ? { coordTimes: times } : {}, geometry };
}

function pointOf(position: unknown, time: unknown, properties: Geojson): Placed | string {
  const [lon, lat, altitude] = listOf(position);
  if (typeof lon !== 'number' || typeof lat !== 'number') return 'not-a-number';
  if (time === undefined || time === null || time === '') return 'no-time';
  const recordedAt = parseClientTime(textOf(time));
  if (recordedAt === undefined) return 'bad-time';
  const number = (...names: string[]) =>
    parseNumber(names.map((name) => textOf(properties[name])).find((text) => text !== ''));
  return {
    recordedAt,
    lon,
    lat,
    altitudeMetres: typeof altitude === 'number' ? altitude : number('altitude', 'altitudeMetres', 'ele'),
    speedMetresPerSecond: number('speed', 'speedMetresPerSecond'),
    courseDegrees: number('bearing', 'course', 'courseDegrees', 'heading'),
    accuracyMetres: number('accuracy', 'accuracyMetres', 'horizontal_accuracy'),
  };
}

/** GPSLogger writes `time` and `time_long`; the second may be 0 and goes last. */
function ownTime(properties: Geojson): unknown {
  return timeNames
    .map((name) => properties[name])
    .find((value) => value !== undefined && value !== null && value !== '');
}

function timesOf(properties: Geojson): unknown[] | undefined {
  const nested = recordOf(properties['coordinateProperties'])?.['times'];
  const found = [nested, properties['coordTimes'], properties['times']].find((value) => Array.isArray(value));
  return Array.isArray(found) ? found : undefined;
}

export function recordOf(value: unknown): Geojson | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Geojson)
    : undefined;
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function textOf(value: unknown): string {
  return typeof value === 'number' || typeof value === 'string' ? String(value) : '';
}

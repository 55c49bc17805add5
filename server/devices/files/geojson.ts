import { InvalidInput } from '../../http/problem.ts';
import { JsonMembers, NotJson, parseJson } from '../../imports/json-members.ts';
import {
  fixesOfFeature,
  type Geojson,
  isOtherReferenceSystem,
  type Line,
  recordOf,
} from './geojson-fixes.ts';
import {
  type About,
  type Ending,
  itemOf,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';

/** A line of 200,000 vertices with every digit and a time each takes less. */
const longestFeatureCharacters = 32 * 1024 * 1024;

/**
 * Reads GeoJSON: a Point a fix with its `time`, or lines with `coordinateProperties.times`, `coordTimes` or `times`.
 * Features come one by one; those before the place where the text breaks off are kept. (PROTOCOLS 8)
 */
export function geojsonReader(): TrackReader<string> {
  const json = new JsonMembers(longestFeatureCharacters);
  let index = 0;
  let ending: Ending = 'whole';
  let isOver = false;
  let hasLines = false;

  function* take(feature: Geojson): Iterable<TrackItem> {
    const crs = [json.members['crs'], feature['crs']].find(isOtherReferenceSystem);
    const isElsewhere = crs !== undefined;
    for (const line of fixesOfFeature(feature)) {
      let breaks = line.isLine && hasLines;
      for (const [at, read] of line.fixes.entries()) {
        const item = isElsewhere ? 'other-reference-system' : read;
        if (typeof item === 'string')
          yield refusalOf(index++, item, aboutOf(line, at, isElsewhere ? crs : undefined));
        else if (!breaks) yield itemOf(index++, item);
        else {
          breaks = false;
          yield itemOf(index++, { ...item, breakBefore: true });
        }
        hasLines ||= line.isLine && typeof item !== 'string';
      }
    }
  }
  function* element(text: string | undefined): Iterable<TrackItem> {
    const feature = text === undefined ? undefined : featureOf(text);
    if (feature) yield* take(feature);
    else if (text === undefined) yield { index: index++, reason: 'record-too-long' };
    else
      yield refusalOf(index++, 'not-json', {
        alone: () => `{"type":"FeatureCollection","features":[${text}]}`,
      });
  }
  function* reading(work: () => Iterable<TrackItem>): Iterable<TrackItem> {
    try {
      yield* work();
    } catch (error) {
      if (!(error instanceof NotJson)) throw error;
      [ending, isOver] = ['cut', true];
    }
  }
  function* last(): Iterable<TrackItem> {
    json.end();
    checkType(json);
    if (json.streamed.length === 0) yield* take(json.members);
  }
  return {
    read: (piece) =>
      reading(function* elements() {
        if (isOver) return;
        for (const { text } of json.read(piece)) yield* element(text);
      }),
    isOver: () => isOver,
    *finish() {
      if (!isOver) yield* reading(last);
      // Broken before its first record: a text that says that it is JSON, and is not.
      if (ending === 'cut' && index === 0) yield { index: index++, reason: 'not-json' };
    },
    ending: () => ending,
  };
}

/** The record as a file, in the reference system that was declared for it. */
function aboutOf(line: Line, at: number, crs: unknown): About | undefined {
  const about = line.about(at);
  return (
    about && {
      alone: () => JSON.stringify(crs === undefined ? about.feature : { ...about.feature, crs }),
      recordedAt: () => about.recordedAt,
    }
  );
}

function featureOf(text: string): Geojson | undefined {
  try {
    return recordOf(parseJson(text));
  } catch (error) {
    if (error instanceof NotJson) return undefined;
    throw error;
  }
}

const types = new Set([
  'FeatureCollection',
  'GeometryCollection',
  'Feature',
  'Point',
  'MultiPoint',
  'LineString',
]);

function checkType({ members: { type }, streamed }: JsonMembers): void {
  if (streamed.length > 0 || types.has(String(type)) || /^Multi|Polygon$/.test(String(type))) return;
  throw new InvalidInput(
    'unsupported-format',
    'The file is JSON, but no GeoJSON: it has no type that GeoJSON knows.',
    '文件是 JSON 但不是 GeoJSON：缺少 GeoJSON 的 type。',
    [],
    415,
  );
}

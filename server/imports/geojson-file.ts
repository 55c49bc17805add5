import { InvalidInput } from '../http/problem.ts';
import type { Encoding } from './encoding.ts';
import { attributesOf, recordOfFeature, recordOfGeometry } from './geojson-record.ts';
import { type Element, JsonMembers, NotJson, parseJson } from './json-members.ts';
import { referenceSystemOfCrs } from './prj.ts';
import type { Note, Source, SourceRecord } from './source.ts';
import { encodingOfText, textOf } from './text-file.ts';
import { geometriesOfTopology } from './topology.ts';

/** The longest a single feature may be as text; 200,000 vertices with full digits take a third of it. */
const elementLimitCharacters = 32 * 1024 * 1024;
const geometryTypes = new Set([
  'Point',
  'MultiPoint',
  'LineString',
  'MultiLineString',
  'Polygon',
  'MultiPolygon',
]);

/** Opens a GeoJSON text: a FeatureCollection, Feature, geometry or GeometryCollection, or a TopoJSON topology. */
export async function openGeoJson(
  path: string,
  name: string,
  declared: Encoding | undefined,
): Promise<Source> {
  // RFC 7946 says UTF-8; Chinese programs that write GBK all the same are read, too.
  const encoding = declared?.name ?? (await encodingOfText(path));
  const json = new JsonMembers(elementLimitCharacters);
  const source: Source = {
    format: 'geojson',
    name,
    encoding,
    get referenceSystem() {
      return json.members['crs'] ? referenceSystemOfCrs(json.members['crs']) : undefined;
    },
    notes: [],
    records: () => readRecords(path, encoding, json, source),
  };
  return source;
}

async function* readRecords(
  path: string,
  encoding: string,
  json: JsonMembers,
  source: Source,
): AsyncGenerator<SourceRecord> {
  try {
    for await (const text of textOf(path, encoding)) {
      for (const element of json.read(text))
        yield recordOfElement(element, json.streamed.at(-1) === 'features');
    }
    json.end();
    checkType(json);
    yield* recordsOfMembers(json, source);
  } catch (error) {
    if (!(error instanceof NotJson)) throw error;
    throw new InvalidInput(
      'not-json',
      `The file is not JSON: ${error.message}.`,
      `文件不是有效的 JSON：${error.message}。`,
    );
  }
}

function recordOfElement({ index, text }: Element, isFeature: boolean): SourceRecord {
  if (text === undefined) return { index, attributes: {}, refused: tooLong };
  const value = parseElement(text, index);
  return isFeature ? recordOfFeature(index, value) : recordOfGeometry(index, value, {});
}

function parseElement(text: string, index: number): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof NotJson) throw new NotJson(`feature ${index}: ${error.message}`);
    throw error;
  }
}

function checkType({ members, streamed }: JsonMembers): void {
  const { type } = members;
  const expected = streamed.includes('features')
    ? 'FeatureCollection'
    : streamed.includes('geometries')
      ? 'GeometryCollection'
      : undefined;
  const isKnown =
    type === 'Feature' || type === 'Topology' || (typeof type === 'string' && geometryTypes.has(type));
  if (expected ? type === expected : isKnown) return;
  const found =
    typeof type === 'string' ? `its type is ${JSON.stringify(type.slice(0, 40))}` : 'it has no type';
  throw new InvalidInput(
    'not-geojson',
    `The file is JSON, but no GeoJSON: ${found}; FeatureCollection, Feature or a polygon is needed.`,
    '文件是 JSON 但不是 GeoJSON：须为 FeatureCollection、Feature 或面几何。',
  );
}

function* recordsOfMembers({ members, streamed }: JsonMembers, source: Source): Generator<SourceRecord> {
  if (streamed.length > 0) return;
  if (members['type'] === 'Topology') {
    source.format = 'topojson';
    yield* recordsOfTopology(members);
  } else if (members['type'] === 'Feature') yield recordOfFeature(0, members);
  else yield recordOfGeometry(0, members, {});
}

function* recordsOfTopology(members: Record<string, unknown>): Generator<SourceRecord> {
  let index = 0;
  for (const joined of geometriesOfTopology(members)) {
    if ('refused' in joined) yield { index, attributes: {}, refused: brokenTopology(joined.refused) };
    else yield recordOfGeometry(index, joined.geometry, attributesOf(joined.properties, joined.id));
    index++;
  }
}

const tooLong: Note = {
  kind: 'too-many-vertices',
  english: 'The feature is longer than 32 MB of text; simplify or split it.',
  chinese: '该要素文本超过 32 MB，请先简化或拆分。',
};
function brokenTopology(reason: string): Note {
  return {
    kind: 'broken-topology',
    english: `The arcs of the topology cannot be joined: ${reason}.`,
    chinese: `拓扑弧段无法拼接：${reason}。`,
  };
}

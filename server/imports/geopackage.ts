import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { maxVertices } from '../geo/geojson.ts';
import { InvalidInput } from '../http/problem.ts';
import { attributesOf, recordOfGeometry } from './geojson-record.ts';
import { chooseLayer } from './layer-choice.ts';
import { referenceSystemOfPrj } from './prj.ts';
import type { Note, ReferenceSystem, Source, SourceRecord } from './source.ts';
import { geometryOfWkb, UnreadableWkb } from './wkb-geometry.ts';

/** The longest that SQLite may think about one question: a hostile view never ends. */
const patienceMs = 60_000;

type Layer = {
  table: string;
  column: string;
  organization: string | null;
  code: number | null;
  system: string | null;
  definition: string | null;
};
type Row = { geometry: Uint8Array | null; attributes: Record<string, unknown> };

/** Opens one layer of features of a GeoPackage (OGC 12-128r19). Throws InvalidInput where it has none, or several. */
export async function openGeoPackage(path: string, layerName: string | undefined): Promise<Source> {
  const layers = await withReader(path, (ask) => ask<Layer[]>({ ask: 'layers' }));
  const layer = chooseLayer(layers, ({ table }) => table, layerName);
  return {
    format: 'geopackage',
    name: layer.table,
    encoding: 'utf-8',
    referenceSystem: systemOf(layer),
    notes: [],
    records: () => readRecords(path, layer),
  };
}

function systemOf({ organization, code, system, definition }: Layer): ReferenceSystem | undefined {
  if (organization?.toUpperCase() === 'EPSG' && code) return { name: system || `EPSG:${code}`, srid: code };
  // Codes 0 and -1 stand for systems that are not defined.
  return definition && definition !== 'undefined' ? referenceSystemOfPrj(definition) : undefined;
}

async function* readRecords(path: string, { table, column }: Layer): AsyncGenerator<SourceRecord> {
  const { ask, close } = startReader(path);
  try {
    await ask<string[]>({ ask: 'open', table, column });
    let index = 0;
    for (
      let rows = await ask<Row[]>({ ask: 'rows' });
      rows.length > 0;
      rows = await ask<Row[]>({ ask: 'rows' })
    )
      for (const row of rows) yield recordOf(index++, row);
  } finally {
    await close();
  }
}

function recordOf(index: number, { geometry, attributes }: Row): SourceRecord {
  const own = attributesOf(attributes, undefined);
  if (geometry === null) return recordOfGeometry(index, null, own);
  if (geometry.length > maxVertices * 40) return { index, attributes: own, refused: tooLong };
  try {
    return recordOfGeometry(index, geometryOfWkb(withoutHeader(geometry)), own);
  } catch (error) {
    if (!(error instanceof UnreadableWkb)) throw error;
    return { index, attributes: own, refused: damaged(error.message) };
  }
}

const envelopeBytes = [0, 32, 48, 48, 64];

/** What stands behind the GeoPackage's own header: magic, version, flags, reference system, bounds (clause 2.1.3). */
function withoutHeader(blob: Uint8Array): Uint8Array {
  const envelope = envelopeBytes[((blob[3] ?? 0) >> 1) & 7];
  if (blob[0] !== 0x47 || blob[1] !== 0x50 || envelope === undefined)
    throw new UnreadableWkb('its header is not that of a GeoPackage');
  return blob.subarray(8 + envelope);
}

type Ask = <T>(question: { ask: string; table?: string; column?: string }) => Promise<T>;

async function withReader<T>(path: string, work: (ask: Ask) => Promise<T>): Promise<T> {
  const { ask, close } = startReader(path);
  try {
    return await work(ask);
  } finally {
    await close();
  }
}

function startReader(path: string): { ask: Ask; close: () => Promise<unknown> } {
  const worker = new Worker(new URL('./geopackage-worker.mjs', import.meta.url), { workerData: { path } });
  const ask: Ask = async (question) => {
    worker.postMessage(question);
    const [{ answer, error }] = await answerOf(worker);
    if (error !== undefined) throw unreadable(error, error);
    return answer;
  };
  return { ask, close: () => worker.terminate() };
}

async function answerOf(worker: Worker) {
  const signal = AbortSignal.timeout(patienceMs);
  try {
    return await once(worker, 'message', { signal });
  } catch (error) {
    if (signal.aborted) throw unreadable('it takes too long to read', '读取超时');
    const reason = error instanceof Error ? error.message : String(error);
    throw unreadable(reason, reason);
  }
}

function unreadable(english: string, chinese: string): InvalidInput {
  return new InvalidInput(
    'not-a-geopackage',
    `The GeoPackage cannot be read: ${english.slice(0, 200)}.`,
    `GeoPackage 无法读取：${chinese.slice(0, 200)}。`,
  );
}

const tooLong: Note = {
  kind: 'too-many-vertices',
  english: `The feature has more than ${maxVertices} vertices; simplify or split it.`,
  chinese: `该要素顶点超过 ${maxVertices} 个，请先简化或拆分。`,
};

function damaged(reason: string): Note {
  return {
    kind: 'damaged-record',
    english: `The geometry cannot be read: ${reason}.`,
    chinese: `几何无法读取：${reason}。`,
  };
}

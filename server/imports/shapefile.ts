import { readFile } from 'node:fs/promises';
import { maxVertices } from '../geo/geojson.ts';
import { InvalidInput } from '../http/problem.ts';
import { ByteReader } from './byte-reader.ts';
import { encodingOfTable, readTable, type TableRow, UnreadableTable } from './dbf.ts';
import type { Encoding } from './encoding.ts';
import { referenceSystemOfPrj } from './prj.ts';
import type { ShapeKind } from './shape-kind.ts';
import { isTypeOf, layerName, readLineRecord, readPointRecord, readPolygonRecord } from './shapes.ts';
import type { Note, Source, SourceRecord } from './source.ts';

/** The files of one layer on disk; only the .shp is certain. */
export type ShapefileParts = { name: string; shp: string; dbf?: string; prj?: string; cpg?: string };

/** Positions take 16 bytes, altitudes and measures 8 each, and a ring 4. */
const recordLimitBytes = maxVertices * 36 + 1000;

/** Opens a Shapefile whose parts lie on disk. A part that is missing is told, not refused. */
export async function openShapefile(
  parts: ShapefileParts,
  declared: Encoding | undefined,
  kind: ShapeKind,
): Promise<Source> {
  const notes: Note[] = [];
  const table = await openTable(parts, declared, notes);
  if (!parts.prj) notes.push(withoutPrj);
  const referenceSystem = parts.prj ? referenceSystemOfPrj(await readFile(parts.prj, 'utf8')) : undefined;
  return {
    format: 'shapefile',
    name: parts.name,
    encoding: table?.name ?? 'utf-8',
    referenceSystem,
    notes,
    records: () => readRecords(parts, kind, table, notes),
  };
}

async function openTable(parts: ShapefileParts, declared: Encoding | undefined, notes: Note[]) {
  if (!parts.dbf) {
    notes.push(withoutDbf);
    return undefined;
  }
  const cpg = parts.cpg && (await readFile(parts.cpg, 'latin1'));
  try {
    const { encoding, isDoubtful } = await encodingOfTable(parts.dbf, declared, cpg);
    if (isDoubtful) notes.push(doubtfulEncoding);
    return encoding;
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    notes.push({ kind: 'damaged-table', english: error.message, chinese: error.chinese });
    return undefined;
  }
}

/** Geometry and attributes belong together by their order. */
async function* readRecords(
  parts: ShapefileParts,
  kind: ShapeKind,
  encoding: Encoding | undefined,
  notes: Note[],
): AsyncGenerator<SourceRecord> {
  const rows = parts.dbf && encoding ? readTable(parts.dbf, encoding) : undefined;
  try {
    for await (const shape of readShapes(parts.shp, kind, notes)) {
      const row = rows && (await rows.next());
      yield join(shape, row, rows !== undefined);
    }
  } finally {
    await rows?.return(undefined);
  }
}

function join(shape: Shape, row: IteratorResult<TableRow> | undefined, hasTable: boolean): SourceRecord {
  const { index } = shape;
  if (row && !row.done && row.value === undefined) return { index, attributes: {}, refused: deletedRow };
  const attributes = row && !row.done && row.value ? row.value : {};
  if ('refused' in shape) return { index, attributes, refused: shape.refused };
  const notes = hasTable && row?.done ? [missingRow] : [];
  return { index, geometry: shape.geometry, attributes, notes };
}

type Shape = { index: number; geometry: unknown } | { index: number; refused: Note };

async function* readShapes(path: string, kind: ShapeKind, notes: Note[]): AsyncGenerator<Shape> {
  const reader = new ByteReader(path);
  try {
    await checkHeader(reader, kind);
    for (let index = 0; ; index++) {
      const head = await reader.take(8);
      if (!head) return;
      const length = head.readInt32BE(4) * 2;
      if (length < 0 || length > recordLimitBytes) {
        yield { index, refused: tooLargeRecord };
        if (length < 0 || !(await reader.skip(length))) return;
        continue;
      }
      const content = await reader.take(length);
      if (!content) return void notes.push(truncated(index));
      yield { index, ...readers[kind](content) };
    }
  } finally {
    await reader.close();
  }
}

const readers = { polygons: readPolygonRecord, points: readPointRecord, lines: readLineRecord };

async function checkHeader(reader: ByteReader, kind: ShapeKind): Promise<void> {
  const header = await reader.take(100);
  if (header?.readInt32BE(0) !== 9994)
    throw new InvalidInput(
      'not-a-shapefile',
      'The .shp is no Shapefile or is cut short.',
      '.shp 不是有效的 Shapefile 或已截断。',
    );
  const type = header.readInt32LE(32);
  if (!isTypeOf(kind, type))
    throw new InvalidInput(
      kind === 'polygons' ? 'not-polygonal' : `not-${kind}`,
      `The Shapefile holds ${layerName(type)}; a layer of ${kind} is needed.`,
      `该 Shapefile 的图层类型不符，请上传${layerWords[kind]}图层。`,
    );
}

const layerWords = { polygons: '面', points: '点', lines: '线' };

const withoutDbf: Note = {
  kind: 'dbf-missing',
  english: 'The archive has no .dbf: outlines are there, names and codes are not and come from the template.',
  chinese: '压缩包缺少 .dbf：只有图形，没有名称和代码，将按模板生成。',
};
const withoutPrj: Note = {
  kind: 'prj-missing',
  english: 'The archive has no .prj: the file does not say its reference system; check the datum.',
  chinese: '压缩包缺少 .prj：文件未说明坐标系，请核对坐标基准。',
};
const doubtfulEncoding: Note = {
  kind: 'encoding-doubtful',
  english: 'The .cpg says UTF-8, but the table is not; it was read as GB 18030.',
  chinese: '.cpg 声明为 UTF-8，但属性表并非 UTF-8，已按 GB 18030 读取。',
};
const deletedRow: Note = {
  kind: 'deleted-record',
  english: 'The record is marked as deleted in the .dbf.',
  chinese: '该记录在 .dbf 中已标记删除。',
};
const missingRow: Note = {
  kind: 'attributes-missing',
  english: 'The .dbf has no row for this outline.',
  chinese: '.dbf 中没有与该图形对应的行。',
};
const tooLargeRecord: Note = {
  kind: 'too-many-vertices',
  english: `The record is longer than ${maxVertices} vertices need, or damaged.`,
  chinese: `记录超过 ${maxVertices} 个顶点所需的长度，或已损坏。`,
};

function truncated(index: number): Note {
  return {
    kind: 'truncated',
    english: `The .shp ends in the middle of record ${index}; the records before it were read.`,
    chinese: `.shp 在第 ${index} 条记录中间结束，之前的记录已读取。`,
  };
}

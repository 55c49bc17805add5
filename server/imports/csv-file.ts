import { InvalidInput } from '../http/problem.ts';
import { CsvRows, NotCsv } from './csv-rows.ts';
import type { Encoding } from './encoding.ts';
import { attributesOf } from './geojson-record.ts';
import type { Note, Source, SourceRecord } from './source.ts';
import { encodingOfText, textOf } from './text-file.ts';

const columnNames = {
  lon: ['lon', 'lng', 'long', 'longitude', 'x', '经度'],
  lat: ['lat', 'latitude', 'y', '纬度'],
};
const fieldLimit = 200;

/** The names of the columns that hold the position, where the mapping says them. */
export type PositionColumns = { lon?: string; lat?: string };

/**
 * Opens a table of points: positions in two columns, or none at all, then records are placed by their code. Rows whose
 * position is no pair of numbers are told with their line.
 */
export async function openCsv(
  path: string,
  name: string,
  declared: Encoding | undefined,
  columns: PositionColumns,
): Promise<Source> {
  const encoding = declared?.name ?? (await encodingOfText(path));
  return {
    format: 'csv',
    name,
    encoding,
    referenceSystem: undefined,
    notes: [],
    records: () => readRecords(path, encoding, columns),
  };
}

async function* readRecords(
  path: string,
  encoding: string,
  columns: PositionColumns,
): AsyncGenerator<SourceRecord> {
  let table: Table | undefined;
  let index = 0;
  try {
    for await (const row of rowsOf(path, encoding)) {
      if (table) yield recordOf(table, index++, row);
      else table = tableOf(row, columns);
    }
  } catch (error) {
    if (!(error instanceof NotCsv)) throw error;
    throw new InvalidInput(
      'not-csv',
      `The file is no table of comma-separated values: ${error.message}.`,
      `文件不是有效的 CSV 表：${error.message}。`,
    );
  }
}

async function* rowsOf(path: string, encoding: string): AsyncGenerator<string[]> {
  const rows = new CsvRows();
  for await (const text of textOf(path, encoding)) yield* rows.read(text);
  yield* rows.end();
}

type Table = { names: string[]; lon: number; lat: number };

function tableOf(head: readonly string[], columns: PositionColumns): Table {
  const names = head.slice(0, fieldLimit).map((name, index) => name || `field${index + 1}`);
  const find = (said: string | undefined, known: readonly string[]) =>
    names.findIndex((name) => (said === undefined ? known.includes(name.toLowerCase()) : name === said));
  const [lon, lat] = [find(columns.lon, columnNames.lon), find(columns.lat, columnNames.lat)];
  if (lon >= 0 === lat >= 0) return { names, lon, lat };
  throw new InvalidInput(
    'position-columns',
    `The table has one column of positions only; its columns are ${names.slice(0, 50).join(', ')}. Map them as lon and lat.`,
    `表中只有一个坐标列，现有列：${names.slice(0, 50).join(', ')}。请映射为 lon 和 lat。`,
    [{ path: 'mapping', reason: 'lon and lat belong together' }],
  );
}

function recordOf({ names, lon, lat }: Table, index: number, row: readonly string[]): SourceRecord {
  const attributes = attributesOf(
    Object.fromEntries(names.map((name, place) => [name, row[place] ?? null])),
    undefined,
  );
  if (lon < 0) return { index, geometry: null, attributes, isPlacedByCode: true };
  const [x, y] = [numberOf(row[lon]), numberOf(row[lat])];
  if (x === undefined || y === undefined)
    return { index, attributes, refused: noPosition(index, `${row[lon] ?? ''}, ${row[lat] ?? ''}`) };
  return { index, geometry: { type: 'Point', coordinates: [x, y] }, attributes };
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}

/** The head is line 1. */
function noPosition(index: number, said: string): Note {
  const shown = JSON.stringify(said.slice(0, 60));
  return {
    kind: 'no-position',
    english: `Row ${index + 2}: ${shown} is no longitude and latitude.`,
    chinese: `第 ${index + 2} 行：${shown} 不是有效的经纬度。`,
  };
}

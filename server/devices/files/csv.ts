import { InvalidInput, Problem } from '../../http/problem.ts';
import { CsvRows, NotCsv } from '../../imports/csv-rows.ts';
import { parseNumber } from '../protocols/number.ts';
import { type CsvColumns, type CsvMapping, columnsOf, csvFields } from './csv-columns.ts';
import { csvRecord } from './csv-record.ts';
import { csvTimeIn } from './csv-time.ts';
import {
  type About,
  type Ending,
  itemOf,
  type Placed,
  refusalOf,
  type TrackItem,
  type TrackReader,
} from './track-reader.ts';

const mostColumns = 200;
const shownRows = 5;
const shownCharacters = 60;

/** How a table is read: our field → its column, and the zone of times that name none. */
export type CsvReading = { mapping: CsvMapping; zone: string };

/**
 * Reads a table of positions: the first line names the columns, separated by comma, semicolon or tabulator. Columns that
 * are neither mapped nor of a known name end the reading with a 422 that lists them and the first rows.
 */
export function csvReader({ mapping, zone }: CsvReading): TrackReader<string> {
  const rows = new CsvRows();
  const timeOf = csvTimeIn(zone);
  let head: string[] | undefined;
  let columns: CsvColumns | undefined;
  const begun: string[][] = [];
  let index = 0;
  let ending: Ending = 'whole';
  let isOver = false;
  let lastCharacter = '\n';
  let lastLength = 0;

  const aboutRow = (row: readonly string[], known: CsvColumns): About => ({
    alone: () => csvRecord(row, known, zone),
    recordedAt: () => recordedAtOf(row, known, timeOf),
  });

  function* take(row: string[]): Iterable<TrackItem> {
    if (!head) {
      head = row.slice(0, mostColumns).map((name, place) => name || `field${place + 1}`);
      const found = columnsOf(head, mapping);
      if (found.isComplete && found.unknown.length === 0) columns = found.columns;
    } else if (columns) {
      yield itemOf(index++, fixOf(row, columns, timeOf), aboutRow(row, columns));
      lastLength = row.at(-1)?.length ?? 0;
    } else if (begun.push(row) >= shownRows) throw columnsUnknown(head, begun, mapping);
  }
  function* reading(pieces: Iterable<string[]>): Iterable<TrackItem> {
    try {
      for (const row of pieces) yield* take(row);
    } catch (error) {
      if (!(error instanceof NotCsv)) throw error;
      // What follows a quotation mark that nothing closes is no row; those before it are.
      [ending, isOver] = ['cut', true];
      yield { index: index++, reason: 'record-cut' };
    }
  }
  return {
    *read(piece) {
      if (isOver || piece === '') return;
      lastCharacter = piece.at(-1) ?? lastCharacter;
      yield* reading(rows.read(piece));
    },
    isOver: () => isOver,
    *finish() {
      const isOpen = !isOver && lastCharacter !== '\n' && lastCharacter !== '\r';
      if (isOpen) yield* openEnd();
      else if (!isOver) yield* reading(rows.end());
      if (!head) throw notATable();
      if (!columns) throw columnsUnknown(head, begun, mapping);
    },
    ending: () => ending,
  };

  /** Nobody knows whether the last field of a row that no line break ends is whole. */
  function* openEnd(): Iterable<TrackItem> {
    const cut: TrackItem[] = [];
    const whole = function* rowsThatAreWhole() {
      for (const row of rows.end()) {
        const trusted = head && columns ? wholeRow(row, head.length, columns, lastLength) : row;
        if (trusted) yield trusted;
        else cut.push(refusalOf(index++, 'record-cut', columns && aboutRow(row, columns)));
      }
    };
    yield* reading(whole());
    if (cut.length > 0) ending = 'cut';
    yield* cut;
  }
}

/** The row without a last field that may be cut; undefined where that is position or time and shorter than the one before. */
function wholeRow(
  row: string[],
  columnCount: number,
  { lat, lon, time, date }: CsvColumns,
  lengthBefore: number,
): string[] | undefined {
  if (row.length < columnCount) return undefined;
  const last = row.length - 1;
  if (![lat, lon, time, date].includes(last)) return row.with(last, '');
  return lengthBefore > 0 && (row[last] ?? '').length >= lengthBefore ? row : undefined;
}

function recordedAtOf(
  row: readonly string[],
  { date, time }: Pick<CsvColumns, 'date' | 'time'>,
  timeOf: (text: string) => number | undefined,
): number | undefined {
  const cell = (place: number | undefined) => (place === undefined ? undefined : row[place]?.trim());
  const [day, clock] = [cell(date), cell(time)];
  if (!clock) return undefined;
  return timeOf(clock) ?? (day ? timeOf(`${day} ${clock}`) : undefined);
}

function fixOf(
  row: readonly string[],
  columns: CsvColumns,
  timeOf: (text: string) => number | undefined,
): Placed | string {
  const cell = (place: number | undefined) => (place === undefined ? undefined : row[place]?.trim());
  const [lat, lon] = [cell(columns.lat), cell(columns.lon)];
  if (lat === undefined || lon === undefined) return 'too-few-fields';
  const place = { lat: parseNumber(lat), lon: parseNumber(lon) };
  if (place.lat === undefined || place.lon === undefined)
    return isDecimalComma(lat) || isDecimalComma(lon) ? 'decimal-comma' : 'not-a-number';
  if (!cell(columns.time)) return 'no-time';
  const recordedAt = recordedAtOf(row, columns, timeOf);
  if (recordedAt === undefined) return 'bad-time';
  const speed = parseNumber(cell(columns.speed));
  return {
    recordedAt,
    lat: place.lat,
    lon: place.lon,
    altitudeMetres: parseNumber(cell(columns.altitude)),
    ...(speed !== undefined && { speedMetresPerSecond: speed * columns.speedFactor }),
    courseDegrees: parseNumber(cell(columns.course)),
    accuracyMetres: parseNumber(cell(columns.accuracy)),
  };
}

function isDecimalComma(text: string): boolean {
  return /^[+-]?\d+,\d+$/.test(text);
}

/** The page shows the columns and the first rows, and asks which is what; `mapping` is what was told by its name. */
function columnsUnknown(head: readonly string[], rows: readonly string[][], mapping: CsvMapping): Problem {
  const { unknown, columns } = columnsOf(head, mapping);
  const missing = (['lat', 'lon', 'time'] as const).filter((field) => columns[field] === undefined);
  const listed = head.slice(0, 50).join(', ');
  const shown = (cells: readonly string[]) =>
    cells.slice(0, mostColumns).map((cell) => cell.slice(0, shownCharacters));
  const english =
    unknown.length > 0
      ? `has no column ${unknown.join(', ')}`
      : `says not which columns are ${missing.join(', ')}`;
  const chinese =
    unknown.length > 0 ? `没有列 ${unknown.join('、')}` : `未能识别 ${missing.join('、')} 所在的列`;
  return new Problem(
    422,
    'columns-unknown',
    `The table ${english}. Its columns are ${listed}. Map them: mapping={"lat":…,"lon":…,"time":…}.`,
    `表格${chinese}。现有列：${listed}。请用 mapping={"lat":…,"lon":…,"time":…} 指明。`,
    {
      errors: [
        { path: 'mapping', reason: unknown.length > 0 ? 'no such column' : `missing: ${missing.join(', ')}` },
      ],
      columns: shown(head),
      rows: rows.map(shown),
      mapping: Object.fromEntries(
        csvFields.flatMap((field) => {
          const name = head[columns[field] ?? -1];
          return name === undefined ? [] : [[field, name]];
        }),
      ),
    },
  );
}

function notATable(): InvalidInput {
  return new InvalidInput(
    'not-csv',
    'The file is no table: it has no line of columns.',
    '文件不是表格：没有列名行。',
  );
}

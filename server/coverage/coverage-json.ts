import { JsonBytes } from '../http/json-bytes.ts';
import { type CellColumns, statusAt } from './cell-columns.ts';
import type { CellCoverage } from './coverage.ts';
import { instantText } from './instant-text.ts';
import type { CoverageReport } from './report.ts';

/** So many at a time are bytes before they are sent on. */
const cellsAtOnce = 1_000;
const bytesOfCell = 320;

/** A report as the JSON of `Coverage`, in parts: the cells of a large plan are never all there as objects. */
export function* coverageJson({ columns, ...rest }: CoverageReport): Generator<Buffer> {
  const { length } = columns.cells;
  yield Buffer.from(`${JSON.stringify(rest).slice(0, -1)},"cells":[`);
  for (let first = 0; first < length; first += cellsAtOnce)
    yield cellsJson(columns, first, Math.min(first + cellsAtOnce, length));
  yield Buffer.from(']}');
}

function cellsJson(columns: CellColumns, first: number, behind: number): Buffer {
  const json = new JsonBytes((behind - first) * bytesOfCell);
  for (let index = first; index < behind; index++) writeCell(json, columns, index);
  return json.taken();
}

const name = (field: keyof CellCoverage) => Buffer.from(`,"${field}":`);
const first = Buffer.from('{"cell":');
const next = Buffer.from(',{"cell":');
const code = name('code');
const officers = name('officers');
const volunteers = name('volunteers');
const visits = name('visits');
const lastVisitAt = name('lastVisitAt');
const dwellSeconds = name('dwellSeconds');
const presentSeconds = name('presentSeconds');
const bridgedSeconds = name('bridgedSeconds');
const metres = name('metres');
const sweptShare = name('sweptShare');
const sweptRepeatedlyShare = name('sweptRepeatedlyShare');
const status = name('status');
const end = Buffer.from('}');

/** What `cellAt` gives, as bytes; what is NaN in the columns is null. */
function writeCell(json: JsonBytes, columns: CellColumns, index: number): void {
  // Field by field: a loop over their names would look up each anew for each cell.
  const write = (field: Buffer, column: Int32Array | Float64Array) => {
    json.piece(field);
    json.number(column[index] ?? 0);
  };
  json.piece(index === 0 ? first : next);
  json.number(columns.cells[index]?.id ?? 0);
  json.piece(code);
  json.string(columns.cells[index]?.code ?? '');
  write(officers, columns.officers);
  write(volunteers, columns.volunteers);
  write(visits, columns.visits);
  const left = columns.lastVisitAt[index] ?? Number.NaN;
  json.piece(lastVisitAt);
  if (Number.isNaN(left)) json.number(left);
  else json.string(instantText(left));
  write(dwellSeconds, columns.dwellSeconds);
  write(presentSeconds, columns.presentSeconds);
  write(bridgedSeconds, columns.bridgedSeconds);
  write(metres, columns.metres);
  write(sweptShare, columns.sweptShare);
  write(sweptRepeatedlyShare, columns.sweptRepeatedlyShare);
  json.piece(status);
  json.string(statusAt(columns, index));
  json.piece(end);
}

import { type CellColumns, cellAt } from './cell-columns.ts';
import type { CoverageReport } from './report.ts';

/** So many at a time are text before they are sent on. */
const cellsAtOnce = 1_000;

/** A report as the JSON of `Coverage`, in parts: the cells of a large plan are never all there as objects. */
export function* coverageJson({ columns, ...rest }: CoverageReport): Generator<string> {
  const { length } = columns.cells;
  yield `${JSON.stringify(rest).slice(0, -1)},"cells":[`;
  for (let first = 0; first < length; first += cellsAtOnce)
    yield cellsJson(columns, first, Math.min(first + cellsAtOnce, length));
  yield ']}';
}

function cellsJson(columns: CellColumns, first: number, behind: number): string {
  const cells = Array.from({ length: behind - first }, (_, place) => cellAt(columns, first + place));
  return `${first === 0 ? '' : ','}${JSON.stringify(cells).slice(1, -1)}`;
}

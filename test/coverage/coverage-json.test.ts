import { expect, test } from 'vitest';
import { cellAt, cellColumns } from '../../server/coverage/cell-columns.ts';
import { coverage } from '../../server/coverage/coverage.ts';
import { coverageJson } from '../../server/coverage/coverage-json.ts';

const forever = Number.POSITIVE_INFINITY;

function reportOf(count: number) {
  const cells = Array.from({ length: count }, (_, index) => ({
    ...{
      id: index + 1,
      code: `网格"${index}`,
      name: '',
      usage: null,
      ownerAreaId: null,
      ownerKind: null,
      sort: 0,
    },
    ...{ position: null, bounds: [0, 0, 1, 1] as [number, number, number, number] },
    obliged: [0, forever] as const,
  }));
  const columns = cellColumns(cells);
  columns.visits.fill(3);
  columns.metres.fill(0.1 + 0.2);
  columns.lastVisitAt.forEach((_, index) => {
    columns.lastVisitAt[index] = index % 2 === 0 ? Number.NaN : 1_767_225_600_000 + index;
    columns.sweptShare[index] = index % 3 === 0 ? Number.NaN : 0.25;
  });
  const day = '2026-01-01T00:00:00.000Z';
  return {
    plan: 1,
    from: day,
    to: day,
    asOf: day,
    revision: 'r',
    provisionalFrom: null,
    pending: false,
    columns,
  };
}

test.each([0, 1, 1_000, 4_001])('the parts of a report about %i cells are one JSON text', (count) => {
  const report = reportOf(count);
  const { cells, ...rest } = coverage.parse(JSON.parse(Buffer.concat([...coverageJson(report)]).toString()));
  const { columns, ...expected } = report;
  expect(rest).toEqual(expected);
  expect(cells).toEqual(columns.cells.map((_, index) => cellAt(columns, index)));
});

test('a cell that nobody visited has no last visit, and what is being worked out is not told', () => {
  const { columns } = reportOf(2);
  expect(cellAt(columns, 0)).toMatchObject({ code: '网格"0', lastVisitAt: null, sweptShare: null });
  expect(cellAt(columns, 1)).toMatchObject({ lastVisitAt: '2026-01-01T00:00:00.001Z', sweptShare: 0.25 });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cellAt, cellColumns } from '../../server/coverage/cell-columns.ts';
import type { CoverageReport } from '../../server/coverage/report.ts';
import { statesOf } from '../../server/coverage/states.ts';
import { statuses } from '../../server/coverage/status.ts';
import { byCell } from '../../web/state/places.ts';

const about = {
  plan: 1,
  from: '2026-05-01T00:00:00.000Z',
  to: '2026-05-02T00:00:00.000Z',
  asOf: '2026-05-02T00:00:00.000Z',
  revision: '1',
  provisionalFrom: null,
  pending: false,
};

const reports = fc
  .uniqueArray(fc.tuple(fc.integer({ min: 1, max: 1e6 }), fc.nat(statuses.length - 1), fc.nat(99)), {
    selector: ([cell]) => cell,
  })
  .map((rows): CoverageReport => {
    const columns = cellColumns(
      rows.map(([id]) => ({
        ...{ id, code: String(id), name: '', usage: null, ownerAreaId: null, ownerKind: null, sort: 0 },
        ...{ position: null, bounds: [0, 0, 1, 1] as [number, number, number, number] },
        obliged: [0, 1] as const,
      })),
    );
    columns.status.set(rows.map(([, status]) => status));
    columns.visits.set(rows.map(([, , visits]) => visits));
    return { ...about, columns };
  });

test('tells of every cell the status that the whole answer has, and of no other', () => {
  fc.assert(
    fc.property(reports, (report) => {
      const { states, ...rest } = statesOf(report);
      expect(rest).toEqual(about);
      const told = [...byCell(states).values()].sort((a, b) => a.cell - b.cell);
      const whole = report.columns.cells.map((_, index) => {
        const { cell, status } = cellAt(report.columns, index);
        return { cell, status };
      });
      expect(told).toEqual(whole.sort((a, b) => a.cell - b.cell));
    }),
  );
});

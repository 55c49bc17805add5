import { z } from 'zod';
import { statusAt } from './cell-columns.ts';
import { coverage } from './coverage.ts';
import type { CoverageReport } from './report.ts';
import { statuses } from './status.ts';

/** What a map colours its cells by: a hundredth of the whole answer, and nothing is measured that it does not show. */
export const coverageStates = coverage.omit({ cells: true }).extend({
  states: z
    .record(z.enum(statuses), z.array(z.int()))
    .meta({ description: 'The ids of the cells of each status; every cell is in one of the lists' }),
});
export type CoverageStates = z.output<typeof coverageStates>;

/** The cells of a report by their status. */
export function statesOf({ columns, ...rest }: CoverageReport): CoverageStates {
  const states: CoverageStates['states'] = {
    met: [],
    late: [],
    unmet: [],
    never: [],
    'no-data': [],
    excluded: [],
  };
  columns.cells.forEach(({ id }, index) => {
    states[statusAt(columns, index)].push(id);
  });
  return { ...rest, states };
}

import type { Visit } from './presence.ts';

/**
 * The visits of one cell as columns, from `first` to before `last`, in order of entering and joined, in epoch ms. Rules
 * are judged on columns: as objects, those of a large district kept the collector busier than the judging took.
 */
export type Stays = {
  enteredAt: Float64Array;
  leftAt: Float64Array;
  /** Without the reporting gaps. */
  dwellMs: Float64Array;
  first: number;
  last: number;
};

export function staysOf(visits: readonly Visit[]): Stays {
  const stays: Stays = {
    enteredAt: new Float64Array(visits.length),
    leftAt: new Float64Array(visits.length),
    dwellMs: new Float64Array(visits.length),
    first: 0,
    last: visits.length,
  };
  visits.forEach(({ enteredAt, leftAt, bridgedMs }, index) => {
    stays.enteredAt[index] = enteredAt;
    stays.leftAt[index] = leftAt;
    stays.dwellMs[index] = leftAt - enteredAt - bridgedMs;
  });
  return stays;
}

import { expect, it } from 'vitest';
import { carrierLookup, countByDay } from '../../server/tracks/custody.ts';

it('finds the carrier of an instant in whatever order it is asked', () => {
  const carriers = [
    { personId: 1, from: 10, to: 20 },
    { personId: 2, from: 20, to: 30 },
    { personId: 3, from: 40, to: 50 },
  ];
  const expected = (at: number) => carriers.find(({ from, to }) => from <= at && at < to)?.personId ?? null;
  const carrierAt = carrierLookup({ alwaysOnDuty: false, carriers, duties: new Map() });
  const instants = Array.from({ length: 60 }, (_, at) => at);
  for (const at of [...instants, ...[...instants].reverse(), 55, 25, 5, 45, 19, 20, 60, 49])
    expect([at, carrierAt(at)]).toEqual([at, expected(at)]);
});

it('counts by the local day', () => {
  const instants = ['2026-05-01T15:59:59Z', '2026-05-01T16:00:00Z', '2026-05-02T03:00:00Z'].map(Date.parse);
  expect([...countByDay(instants, 'Asia/Shanghai')]).toEqual([
    ['2026-05-01', 1],
    ['2026-05-02', 2],
  ]);
});

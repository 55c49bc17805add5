import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statusOrder } from '../../../web/map/palette.ts';
import { presets } from '../../../web/state/period.ts';
import {
  comparisons,
  docks,
  formatView,
  parseView,
  permitted,
  tracksModes,
  type View,
} from '../../../web/state/view.ts';

const day = fc
  .date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
  .map((at) => at.toISOString().slice(0, 10));
const id = fc.option(fc.integer({ min: 1, max: 1e9 }), { nil: undefined });
const some = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined });

const views: fc.Arbitrary<View> = fc.record({
  plan: id,
  period: fc.oneof(
    fc.constantFrom(...presets).map((hours) => ({ hours })),
    fc
      .tuple(day, day)
      .filter(([from, to]) => from < to)
      .map(([from, to]) => ({ from, to })),
  ),
  cell: id,
  kind: some(['overdue', 'never-visited'] as const),
  hidden: fc.subarray([...statusOrder]),
  tracks: some(tracksModes),
  person: id,
  team: id,
  flagged: fc.boolean(),
  track: id,
  live: fc.boolean(),
  sweep: fc.boolean(),
  dock: some(docks),
  compare: some(comparisons),
  play: fc.option(
    fc
      .date({ min: new Date('2000-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
      .map((at) => at.toISOString().slice(0, 19)),
    { nil: undefined },
  ),
  camera: fc.option(
    fc.record({
      lon: fc.integer({ min: -18_000_000, max: 18_000_000 }).map((value) => value / 1e5),
      lat: fc.integer({ min: -8_500_000, max: 8_500_000 }).map((value) => value / 1e5),
      zoom: fc.integer({ min: 0, max: 2_200 }).map((value) => value / 100),
    }),
    { nil: undefined },
  ),
  proposal: id,
});

test('a view is read from its address as it was written', () => {
  fc.assert(
    fc.property(views, (view) => {
      expect(parseView(new URLSearchParams(formatView(view).toString()))).toEqual(view);
    }),
  );
});

test('whatever stands in an address, a view comes of it, and its own address says the same', () => {
  const names = [
    ...formatView(parseView(new URLSearchParams())).keys(),
    'from',
    'to',
    'hours',
    'map',
    'play',
    'hide',
    'tracks',
    'dock',
    'plan',
  ];
  const value = fc.oneof(
    fc.string(),
    fc.constantFrom(
      '1',
      '-1',
      '1e9',
      'NaN',
      '0',
      '2026-02-31',
      '0000-01-01',
      '9999-12-31',
      '90/0/3',
      '1/2',
      'met,,never,met',
      '2026-01-01T25:00:00',
      '99999999999999999999',
    ),
  );
  fc.assert(
    fc.property(fc.array(fc.tuple(fc.constantFrom(...names), value)), (pairs) => {
      const view = parseView(new URLSearchParams(pairs));
      expect(parseView(formatView(view))).toEqual(view);
    }),
  );
});

describe('nonsense in an address', () => {
  test.each([
    'map=49/119',
    'map=91/0/3',
    'map=49/119/x',
    'play=2026-02-30T08:00:00',
    'play=now',
    'plan=0',
    'plan=1.5',
    'hide=everything',
    'tracks=all',
    'dock=window',
    'compare=never',
    'from=2026-02-31&to=2026-03-05',
    'from=0000-01-01&to=2026-01-01',
  ])('%s is left out', (search) => {
    expect(parseView(new URLSearchParams(search))).toEqual(parseView(new URLSearchParams()));
  });
});

test('an address of earlier still shows tracks', () => {
  expect(parseView(new URLSearchParams('tracks=1')).tracks).toBe('person');
});

test('a view that is sent to somebody who may not see people leaves them out, and all else as it is', () => {
  const nobody = { people: false, ways: false };
  fc.assert(
    fc.property(views, (view) => {
      expect(permitted(view, { people: true, ways: true })).toEqual(view);
      const reduced = permitted(view, nobody);
      expect(formatView(reduced).toString()).not.toMatch(
        /(^|&)(tracks|person|team|track|flagged|live|sweep|proposal)=|dock=(play|live)/,
      );
      for (const key of ['plan', 'period', 'cell', 'kind', 'hidden', 'compare', 'camera'] as const)
        expect(reduced[key]).toEqual(view[key]);
    }),
  );
});

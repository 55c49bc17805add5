import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { RankedGap } from '../../server/coverage/gap-list.ts';
import { compareGaps, compareKeys, keyOf } from '../../server/coverage/gap-list.ts';
import { sumUp } from '../../server/missed/sheets.ts';
import { groupByStation, placeOf } from '../../server/missed/station.ts';

const gapOf = (cellId: number, severity: number, since: number): RankedGap => ({
  found: {
    cell: {
      ...{ id: cellId, code: `C${cellId}`, name: '', usage: null, ownerAreaId: cellId % 4, ownerKind: null },
      ...{ sort: 0, position: null, bounds: [0, 0, 0, 0], obliged: [0, 1] },
    },
    ...{ kind: 'never-visited', rule: null, since, missing: 1 },
  },
  severity,
});

const gaps = fc.uniqueArray(
  fc.tuple(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 0, max: 100 }), fc.nat(1_000)),
  { selector: ([cellId]) => cellId },
);
const stations = [null, { id: 1, name: '东站' }, { id: 2, name: '东站' }, { id: 3, name: '中站' }];
const stationOf = (place: number) => stations[place % 4] ?? null;

test('gaps are in the order of their keys, which a page goes on after', () => {
  // Few severities and instants, so that codes and what is missing have to tell many apart.
  const alike = fc.tuple(fc.integer({ min: 1, max: 30 }), fc.nat(2), fc.nat(2));
  fc.assert(
    fc.property(alike, alike, (one, other) => {
      const [a, b] = [gapOf(...one), gapOf(...other)];
      expect(Math.sign(compareGaps(a, b))).toBe(Math.sign(compareKeys(keyOf(a), keyOf(b))));
    }),
  );
});

test('grouping loses no gap and counts none twice, the worst of each station first', () => {
  fc.assert(
    fc.property(gaps, (found) => {
      const ranked = found
        .map(([cellId, severity, since]) => gapOf(cellId, severity, since))
        .sort((a, b) => compareGaps(a, b));
      const groups = groupByStation(ranked, stationOf);
      const placed = groups.flatMap((group) => group.gaps.map(placeOf));
      expect(placed.toSorted((a, b) => a - b)).toEqual(ranked.map(placeOf).sort((a, b) => a - b));
      for (const { station, gaps: own, totals, worst } of groups) {
        expect(own.every((one) => stationOf(placeOf(one)) === station)).toBe(true);
        expect(own).toEqual(own.toSorted((a, b) => compareGaps(a, b)));
        expect([totals['never-visited'], worst]).toEqual([own.length, own[0]?.severity]);
      }
      expect(groups.map(({ station }) => station === null).indexOf(true)).toBe(
        ranked.some((one) => stationOf(placeOf(one)) === null) ? groups.length - 1 : -1,
      );
    }),
  );
});

test('what does not fit on a page is counted in full, wherever it is', () => {
  fc.assert(
    fc.property(gaps, (found) => {
      const rest = found.map(([cellId, severity, since]) => gapOf(cellId, severity, since));
      const { total, totals, places, elsewhere } = sumUp(
        rest,
        new Map([
          [1, '甲嘎查'],
          [2, '乙嘎查'],
        ]),
      );
      const named = places.reduce((sum, { count }) => sum + count, 0);
      expect([total, named + elsewhere, totals['never-visited'] ?? 0]).toEqual([
        rest.length,
        rest.length,
        rest.length,
      ]);
      expect(places.map(({ count }) => count)).toEqual(
        places.map(({ count }) => count).sort((a, b) => b - a),
      );
    }),
  );
});

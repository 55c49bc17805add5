import { expect, test } from 'vitest';
import type { Assessment } from '../../server/coverage/assess.ts';
import { type FoundGap, findGaps, type GroundArea, gapId, severityOf } from '../../server/coverage/gaps.ts';
import type { GroundCell } from '../../server/coverage/land.ts';
import type { Shortage } from '../../server/coverage/shortages.ts';
import type { StaffingRule } from '../../server/rules/rule.ts';

const at = 1000;
const forever = Number.POSITIVE_INFINITY;
const bounds = [0, 0, 1, 1] as [number, number, number, number];

const cell: GroundCell = {
  id: 1,
  code: 'C1',
  name: 'C1',
  usage: null,
  ownerAreaId: 11,
  ownerKind: 'village',
  sort: 0,
  position: null,
  bounds,
  obliged: [100, forever],
};
const village: GroundArea = {
  id: 11,
  kind: 'village',
  code: null,
  name: 'village',
  position: null,
  bounds,
  barrenSince: null,
};

function staffing(atLeast: number): StaffingRule {
  const rule = { id: 21, name: 'rule', kind: 'staffing', selects: {}, scopeAreaIds: null } as const;
  return { ...rule, requires: { atLeast }, from: 200, to: forever };
}

function gapsOf({
  lastVisitAt = 500,
  shortages = [],
  area = village,
}: {
  lastVisitAt?: number | null;
  shortages?: Shortage[];
  area?: GroundArea;
}): FoundGap[] {
  const tally = {
    visits: 0,
    lastVisitAt: null,
    dwellSeconds: 0,
    presentSeconds: 0,
    bridgedSeconds: 0,
    metres: 0,
  };
  const assessment: Assessment = { cell, tally, lastVisitAt, patrol: [] };
  return findGaps({ cells: [cell], assess: () => assessment, areas: [area], shortages, far: [] });
}

test('shortages are gaps of the cells and areas that are looked at, each with its own id', () => {
  const short = { since: 300, missing: 1 };
  const rule = staffing(1);
  const shortages: Shortage[] = [
    { kind: 'unassigned-land', rule: null, place: 1, ...short },
    { kind: 'no-officer', rule: null, place: 1, ...short },
    { kind: 'short-staffed', rule, place: 1, ...short },
    { kind: 'short-staffed', rule, place: -11, ...short },
    { kind: 'short-staffed', rule, place: 2, ...short },
    { kind: 'short-staffed', rule, place: -1, ...short },
  ];
  expect(gapsOf({ shortages }).map(gapId)).toEqual([
    'unassigned-land-c1-300',
    'no-officer-c1-300',
    'short-staffed-r21-c1-300',
    'short-staffed-r21-a11-300',
  ]);
});

test('a cell that nobody ever visited and a village without cells are gaps', () => {
  expect(gapsOf({ lastVisitAt: null }).map(gapId)).toEqual(['never-visited-c1-100']);
  expect(gapsOf({ area: { ...village, barrenSince: 70 } }).map(gapId)).toEqual(['unassigned-land-a11-70']);
  expect(gapsOf({})).toEqual([]);
});

test('what is missing weighs more the more it is', () => {
  const rule = staffing(4);
  const weights = [1, 2, 4].map((missing) =>
    severityOf({ area: village, kind: 'short-staffed', rule, since: 0, missing }, at),
  );
  expect(weights).toEqual([40, 50, 70]);
});

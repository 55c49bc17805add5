import { expect, test } from 'vitest';
import type { Selects, StaffingRule } from '../../server/rules/rule.ts';
import { areasToCover, isAboutAreas, selectsArea, selectsCell } from '../../server/rules/selection.ts';

const cell = { id: 1, usage: 'school', ownerKind: 'village', sort: 0 };
const village = { id: 11, kind: 'village' };
/** Area 5 covers cell 1 and area 11, area 11 covers itself. */
const covers = (areaId: number, placeId: number) =>
  (areaId === 5 && (placeId === 1 || placeId === 11)) || areaId === placeId;

function rule(selects: Selects, scopeAreaIds: number[] | null = null): StaffingRule {
  return {
    id: 1,
    name: '',
    kind: 'staffing',
    selects,
    requires: { atLeast: 1 },
    scopeAreaIds,
    from: 0,
    to: 1,
  };
}

test('a cell is selected where every condition given holds', () => {
  const cases: [Selects, boolean][] = [
    [{}, true],
    [{ areaKind: 'village' }, true],
    [{ areaKind: 'community' }, false],
    [{ cellUsage: 'school', cells: [1, 2], areas: [5] }, true],
    [{ cellUsage: 'market', cells: [1] }, false],
    [{ cells: [2] }, false],
    [{ areas: [6] }, false],
  ];
  for (const [selects, isSelected] of cases)
    expect([selects, selectsCell(rule(selects), cell, covers)]).toEqual([selects, isSelected]);
});

test('chosen areas are meant themselves, those of a kind wherever a chosen one covers them', () => {
  expect(selectsArea(rule({ areas: [5] }), village, covers)).toBe(false);
  expect(selectsArea(rule({ areas: [11] }), village, covers)).toBe(true);
  expect(selectsArea(rule({ areas: [5], areaKind: 'village' }), village, covers)).toBe(true);
  expect(selectsArea(rule({ areas: [6], areaKind: 'village' }), village, covers)).toBe(false);
  expect(selectsArea(rule({ areaKind: 'village' }), village, covers)).toBe(true);
});

test('a rule holds inside the areas of whoever made it', () => {
  expect(selectsCell(rule({}, [5]), cell, covers)).toBe(true);
  expect(selectsCell(rule({}, [6]), cell, covers)).toBe(false);
  expect(selectsArea(rule({ areaKind: 'village' }, [6]), village, covers)).toBe(false);
  expect(areasToCover([rule({ areas: [5] }, [6]), rule({ areas: [5, 7] })])).toEqual([5, 6, 7]);
});

test('staffing that chooses by area alone is about areas, everything else about cells', () => {
  expect(isAboutAreas(rule({ areaKind: 'village' }))).toBe(true);
  expect(isAboutAreas(rule({ areas: [5] }))).toBe(true);
  expect(isAboutAreas(rule({}))).toBe(false);
  expect(isAboutAreas(rule({ areas: [5], cellUsage: 'school' }))).toBe(false);
  expect(isAboutAreas({ kind: 'patrol', selects: { areaKind: 'village' } })).toBe(false);
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Assessment } from '../../server/coverage/assess.ts';
import { type Facts, findGaps, type GroundArea, gapId, severityOf } from '../../server/coverage/gaps.ts';
import type { GroundCell } from '../../server/coverage/land.ts';
import type { Assigned } from '../../server/coverage/posts.ts';
import type { StaffingRule } from '../../server/rules/rule.ts';

const at = 1000;
const forever = Number.POSITIVE_INFINITY;
const bounds = [0, 0, 1, 1] as [number, number, number, number];

/** Cells 1 to 4; the first two are of area 11, a village, the others of area 12, a community. */
const cells = [1, 2, 3, 4].map(
  (id): GroundCell => ({
    id,
    code: `C${id}`,
    name: `C${id}`,
    usage: id % 2 ? 'school' : null,
    ownerAreaId: id < 3 ? 11 : 12,
    ownerKind: id < 3 ? 'village' : 'community',
    sort: id,
    position: null,
    bounds,
    obliged: [100, forever],
  }),
);
const areas = [
  { id: 11, kind: 'village' },
  { id: 12, kind: 'community' },
].map(
  ({ id, kind }): GroundArea => ({
    id,
    kind,
    code: null,
    name: kind,
    position: null,
    bounds,
    barrenSince: null,
  }),
);

function staffing(
  id: number,
  selects: StaffingRule['selects'],
  requires: StaffingRule['requires'],
): StaffingRule {
  return {
    id,
    name: `rule ${id}`,
    kind: 'staffing',
    selects,
    requires,
    scopeAreaIds: null,
    from: 200,
    to: forever,
  };
}

const anyAssigned = fc
  .record({
    personId: fc.integer({ min: 1, max: 5 }),
    place: fc.constantFrom(
      { cellId: 1 },
      { cellId: 2 },
      { cellId: 3 },
      { cellId: 4 },
      { areaId: 11 },
      { areaId: 12 },
    ),
    from: fc.nat({ max: 999 }),
    to: fc.constantFrom(300, 600, 900, forever),
  })
  .filter(({ from, to }) => from < to)
  .map(
    ({ personId, place, from, to }): Assigned => ({
      personId,
      cellId: null,
      areaId: null,
      ...place,
      from,
      to,
      role: personId === 5 ? '护校' : '巡逻',
      kind: personId < 3 ? 'officer' : 'volunteer',
      skills: [],
      teams: [],
    }),
  );

const rules = [
  staffing(21, { areaKind: 'village' }, { atLeast: 2, kind: 'volunteer' }),
  staffing(22, { cellUsage: 'school' }, { atLeast: 1, role: '护校' }),
  staffing(23, {}, { atLeast: 2 }),
];

function factsOf(assigned: readonly Assigned[], visited: readonly boolean[]): Facts {
  const assessments = cells.map(
    (cell, index): Assessment => ({
      cell,
      tally: { visits: 0, lastVisitAt: null, dwellSeconds: 0, bridgedSeconds: 0, metres: 0 },
      lastVisitAt: visited[index] ? 500 : null,
      patrol: [],
    }),
  );
  const no = () => false;
  return { at, assessments, areas, rules, assigned, coversCell: no, coversArea: no };
}

/** Rule by rule, place by place, instant by instant. */
function naively(assigned: readonly Assigned[], visited: readonly boolean[]): string[] {
  const found: string[] = [];
  const judge = (name: string, from: number, atLeast: number, counts: (one: Assigned) => boolean) => {
    const countAt = (instant: number) =>
      new Set(
        assigned
          .filter((one) => counts(one) && one.from <= instant && instant < one.to)
          .map((one) => one.personId),
      ).size;
    if (countAt(at) >= atLeast) return;
    let since = at;
    while (since > from && countAt(since - 1) < atLeast) since--;
    found.push(`${name}-${since}`);
  };
  cells.forEach((cell, index) => {
    const isHere = (one: Assigned) => one.cellId === cell.id;
    judge(`unassigned-land-c${cell.id}`, 100, 1, isHere);
    judge(`no-officer-c${cell.id}`, 100, 1, (one) => isHere(one) && one.kind === 'officer');
    judge(`short-staffed-r23-c${cell.id}`, 200, 2, isHere);
    if (cell.id % 2)
      judge(`short-staffed-r22-c${cell.id}`, 200, 1, (one) => isHere(one) && one.role === '护校');
    if (!visited[index]) found.push(`never-visited-c${cell.id}-100`);
  });
  const inVillage = (one: Assigned) => one.areaId === 11 || one.cellId === 1 || one.cellId === 2;
  judge('short-staffed-r21-a11', 200, 2, (one) => inVillage(one) && one.kind === 'volunteer');
  return found;
}

test('gaps are those of a naive evaluation, each once', () => {
  fc.assert(
    fc.property(
      fc.array(anyAssigned, { maxLength: 12 }),
      fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      (assigned, visited) => {
        const ids = findGaps(factsOf(assigned, visited)).map(gapId);
        expect(ids.sort()).toEqual(naively(assigned, visited).sort());
        expect(new Set(ids).size).toBe(ids.length);
      },
    ),
    { numRuns: 300 },
  );
});

test('assigning somebody never opens a gap', () => {
  fc.assert(
    fc.property(fc.array(anyAssigned, { maxLength: 8 }), anyAssigned, (assigned, further) => {
      const places = (list: readonly Assigned[]) =>
        new Set(
          findGaps(factsOf(list, [true, true, true, true])).map((one) => gapId(one).replace(/-\d+$/, '')),
        );
      const before = places(assigned);
      for (const place of places([...assigned, further])) expect(before).toContain(place);
    }),
  );
});

test('a village without cells is a gap, and what is missing weighs more the more it is', () => {
  const barren = areas.map((area) => ({ ...area, barrenSince: area.id === 11 ? 70 : null }));
  const [found] = findGaps({ ...factsOf([], []), areas: barren });
  expect(found && gapId(found)).toBe('unassigned-land-a11-70');
  const [area] = areas;
  if (!area) throw new Error('There are areas.');
  const rule = staffing(21, {}, { atLeast: 4 });
  const weights = [1, 2, 4].map((missing) =>
    severityOf({ area, kind: 'short-staffed', rule, since: 0, missing }, at),
  );
  expect(weights).toEqual([40, 50, 70]);
});

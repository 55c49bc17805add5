import fc from 'fast-check';
import { DateTime } from 'luxon';
import type { Interval } from '../../server/coverage/interval.ts';
import { type Ground, type GroundPlan, groundOf, type KnownArea } from '../../server/obligations/ground.ts';
import type { Obligation } from '../../server/obligations/obligation.ts';
import type { PersonFacts } from '../../server/obligations/person.ts';
import type { WeekHours } from '../../server/rules/hours.ts';

// A small world in which everything that rules look at occurs. Time goes in half hours of two weeks with a holiday.
export const timeZone = 'Asia/Shanghai';
const forever = Number.POSITIVE_INFINITY;
const begin = DateTime.fromISO('2026-09-24T00:00', { zone: timeZone }).toMillis();
const halfHours = 2 * 24 * 15;
const tick = (index: number) => begin + index * 1_800_000;

export const anyInstant = fc.nat({ max: halfHours }).map(tick);
const anyEnd = fc.oneof(fc.constant(forever), anyInstant);
const anyPeriod = fc
  .tuple(anyInstant, anyEnd)
  .map(([from, to]) => (from < to ? { from, to } : { from, to: forever }));

/** Areas 11 and 12 are villages of the township 13. */
const areas: ReadonlyMap<number, KnownArea> = new Map(
  [
    { id: 11, kind: 'village', parentId: 13 },
    { id: 12, kind: 'community', parentId: 13 },
    { id: 13, kind: 'township', parentId: null },
  ].map((area) => [area.id, area]),
);
const usageNames = [null, 'school'];

const place = fc.constantFrom(1, 2, 3, 4, -11, -12, -13);
const anyHours = fc.constantFrom(
  { days: [1, 2, 3, 4, 5], from: '07:00', to: '09:00' },
  { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '24:00' },
  { days: [6, 7], from: '00:00', to: '12:00' },
);

export const anyPerson: fc.Arbitrary<PersonFacts> = fc.record({
  id: fc.integer({ min: 1, max: 5 }),
  kind: fc.constantFrom('officer', 'volunteer'),
  skills: fc.constantFrom([], ['law']),
  joinedAt: fc.oneof({ weight: 3, arbitrary: fc.constant(-forever) }, { weight: 1, arbitrary: anyInstant }),
  leftAt: fc.oneof({ weight: 3, arbitrary: fc.constant(forever) }, { weight: 1, arbitrary: anyInstant }),
  availability: fc.option(fc.array(anyHours, { maxLength: 2 })),
  certificates: fc.array(
    anyPeriod.map((period) => ({ skill: 'law', ...period })),
    { maxLength: 2 },
  ),
  teams: fc.array(
    anyPeriod.map((period) => ({ kind: 'campus', ...period })),
    { maxLength: 2 },
  ),
  assigned: fc.array(
    fc
      .tuple(place, fc.constantFrom('guard', 'leader'), anyPeriod)
      .map(([at, role, period]) => ({ place: at, role, ...period })),
    { maxLength: 4 },
  ),
});

const requires = fc
  .record(
    {
      atLeast: fc.integer({ min: 1, max: 2 }),
      kind: fc.constantFrom('officer' as const, 'volunteer' as const),
      role: fc.constant('guard'),
      alsoRole: fc.constant('leader'),
      alsoAt: fc.constantFrom('township' as const, 'village' as const),
      skill: fc.constant('law'),
      teamKind: fc.constant('campus' as const),
      hours: fc.constantFrom<WeekHours[]>(
        [{ days: [1, 2, 3, 4, 5, 6, 7], from: '07:30', to: '08:30', schoolDays: true }],
        [
          { days: [1, 2], from: '08:00', to: '10:00' },
          { days: [2], from: '10:00', to: '12:00' },
        ],
        [{ days: [6], from: '00:00', to: '24:00' }],
      ),
    },
    { requiredKeys: ['atLeast'] },
  )
  .map(({ alsoAt, ...rest }) => ({ ...rest, ...(rest.alsoRole && alsoAt && { alsoAt }) }));
const selects: fc.Arbitrary<Obligation['selects']> = fc.constantFrom<Obligation['selects'][]>(
  {},
  { cellUsage: 'school' },
  { areaKind: 'village' },
  { areas: [13], areaKind: 'community' },
  { areas: [13] },
  { cells: [1, 4], areaKind: 'village' },
  { areas: [12], cellUsage: 'school' },
);
export const anyObligation: fc.Arbitrary<Obligation> = fc
  .tuple(selects, requires, fc.constantFrom<Obligation['scopeAreaIds'][]>(null, [12]), anyPeriod)
  .map(([selected, required, scopeAreaIds, period]) => ({
    selects: selected,
    requires: required,
    scopeAreaIds,
    ...period,
  }));

/** Who owns the cells 1 to 4 and whether they are schools, in a plan that replaces another at some instant. */
const anyCells = fc.array(
  fc.record({
    id: fc.integer({ min: 1, max: 4 }),
    owner: fc.constantFrom(0, 11, 12),
    usage: fc.constantFrom(0, 1),
  }),
  { maxLength: 4 },
);
export const anyGround: fc.Arbitrary<Ground> = fc
  .tuple(anyCells, anyCells, anyInstant, anyInstant)
  .map(([earlier, later, from, replacedAt]) =>
    groundOf(
      [plan(1, earlier, [Math.min(from, replacedAt), replacedAt]), plan(2, later, [replacedAt, forever])],
      usageNames,
      areas,
    ),
  );

function plan(
  id: number,
  cells: { id: number; owner: number; usage: number }[],
  inForce: Interval,
): GroundPlan {
  const once = cells.filter((cell, index) => cells.findIndex((one) => one.id === cell.id) === index);
  return {
    id,
    cells: {
      ids: Float64Array.from(once, (cell) => cell.id),
      owners: Float64Array.from(once, ({ owner }) => owner),
      usages: Int32Array.from(once, ({ usage }) => usage),
    },
    obliged: inForce,
    reach: inForce,
  };
}

/** By descent alone. */
export const covered = {
  cell: (areaId: number, _cellId: number, owner: number) =>
    areaId === owner || (areaId === 13 && owner !== 0),
  area: (areaId: number, otherId: number) => areaId === otherId || areaId === 13,
};

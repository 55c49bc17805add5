import { describe, expect, test } from 'vitest';
import { demonstrationDuties } from '../../server/demo/duties.ts';
import { metresApart } from '../../server/demo/layout.ts';
import { simulateFixes } from '../../server/demo/movement.ts';
import { DAYS, planOutings } from '../../server/demo/outings.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { demonstrationRegister } from '../../server/demo/register.ts';
import { demonstrationUnits } from '../../server/demo/units.ts';
import { latticeCells } from './lattice.ts';

const now = new Date('2025-11-20T13:30:00Z');
const cells = latticeCells();
const register = demonstrationRegister(seededRandom(1));
const units = demonstrationUnits(register);
const outings = planOutings(units, cells, now, seededRandom(2));
const random = seededRandom(3);
const recorded = outings.map((outing) => ({ outing, fixes: simulateFixes(outing, random) }));
const fixes = recorded.flatMap((one) => one.fixes);
const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;
const steps = recorded.flatMap((one) =>
  one.fixes.slice(1).map((to, index) => {
    const from = one.fixes[index] ?? to;
    return {
      seconds: seconds(from.recordedAt, to.recordedAt),
      metres: metresApart([from.lon, from.lat], [to.lon, to.lat]),
    };
  }),
);

describe('two weeks of simulated patrols', () => {
  test('are the same for the same seed and the same moment', () => {
    const again = planOutings(units, cells, now, seededRandom(2));
    expect(again).toEqual(outings);
    const [first] = outings;
    if (first === undefined) throw new Error('no outings');
    expect(simulateFixes(first, seededRandom(4))).toEqual(simulateFixes(first, seededRandom(4)));
    expect(simulateFixes(first, seededRandom(5))).not.toEqual(simulateFixes(first, seededRandom(4)));
  });

  test('end now, with somebody out at this moment, and begin two weeks ago', () => {
    const times = fixes.map(({ recordedAt }) => recordedAt.getTime());
    const [earliest, latest] = times.reduce(
      ([low, high], at) => [Math.min(low, at), Math.max(high, at)],
      [Infinity, 0],
    );
    expect(latest).toBeLessThanOrEqual(now.getTime());
    expect(now.getTime() - latest).toBeLessThan(120_000);
    expect(now.getTime() - earliest).toBeGreaterThan((DAYS - 2) * 86_400_000);
    expect(now.getTime() - earliest).toBeLessThan((DAYS + 1) * 86_400_000);
  });

  test('stay a size that an embedded database takes quickly', () => {
    expect(fixes.length).toBeGreaterThan(50_000);
    expect(fixes.length).toBeLessThan(150_000);
  });

  test('never put one device in two places: its outings follow each other', () => {
    for (const unit of units) {
      const own = outings
        .filter((outing) => outing.unit === unit)
        .sort((a, b) => a.startAt.getTime() - b.startAt.getTime());
      own.slice(1).forEach((next, index) => {
        expect(next.startAt.getTime()).toBeGreaterThan(own[index]?.until.getTime() ?? 0);
      });
    }
  });

  test('carry noise: jumps, poor accuracy, silences and pauses', () => {
    expect(steps.filter((step) => step.metres / step.seconds > 60).length).toBeGreaterThan(20);
    expect(fixes.filter(({ accuracyMetres }) => accuracyMetres > 100).length).toBeGreaterThan(200);
    expect(steps.filter((step) => step.seconds > 240).length).toBeGreaterThan(50);
    expect(fixes.filter(({ speedMetresPerSecond }) => speedMetresPerSecond === 0).length).toBeGreaterThan(
      2_000,
    );
    expect(steps.filter((step) => step.seconds <= 0)).toEqual([]);
  });

  test('leave some cells unvisited, some of them whole villages, and reach most', () => {
    const reached = new Set(outings.flatMap(({ stops }) => stops.map(String)));
    const missed = cells.filter(({ at }) => !reached.has(String(at)));
    expect(missed.length).toBeGreaterThan(20);
    expect(missed.length).toBeLessThan(cells.length / 4);
    const villages = [...new Set(missed.map(({ ownerCode }) => ownerCode))].filter((code) =>
      cells.every((cell) => cell.ownerCode !== code || missed.includes(cell)),
    );
    expect(villages.length).toBeGreaterThan(0);
  });

  test('happen on duty, but for a few positions sent after signing off', () => {
    const duties = demonstrationDuties(recorded, register, now, seededRandom(6));
    const offDuty = recorded.flatMap(({ outing, fixes: own }) => {
      const mine = duties.filter(({ personNumber }) => personNumber === outing.unit.carrier);
      return outing.unit.carrier === undefined
        ? []
        : own.filter(({ recordedAt }) => !mine.some(({ from, to }) => from <= recordedAt && recordedAt < to));
    });
    expect(offDuty.length).toBeGreaterThan(0);
    expect(offDuty.length).toBeLessThan(fixes.length / 50);
    expect(duties.every(({ from, to }) => from < to)).toBe(true);
  });
});

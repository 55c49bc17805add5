import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { metresBetween } from '../../server/geo/distance.ts';
import type { ReadFix } from '../../server/tracks/fix.ts';
import { flag, reasonsOf } from '../../server/tracks/flag.ts';
import { legMetres } from '../../server/tracks/leg.ts';
import {
  beginReading,
  readFix,
  resumePoint,
  type Surroundings,
  standing,
} from '../../server/tracks/reading.ts';
import { packPoint, unpackPoint } from '../../server/tracks/resume.ts';
import { dayMs, defaultThresholds } from '../../server/tracks/thresholds.ts';

const start = Date.UTC(2026, 4, 12, 1);
const thresholds = defaultThresholds.phone;
const noPlace: Surroundings = { thresholds, carrierAt: () => null, cellsAt: () => [] };

/** A fix some seconds after the start, some metres east of 120° east on 49° north. */
function fix(seconds: number, eastMetres: number, more: Partial<ReadFix> = {}): ReadFix {
  const own = more.own ?? 0;
  return {
    at: start + seconds * 1000,
    lonE7: 1_200_000_000 + Math.round((eastMetres / 73_150) * 1e7),
    latE7: 490_000_000,
    accuracyMetres: null,
    breakBefore: false,
    stored: null,
    judged: 0,
    ...more,
    own,
  };
}

/** Cells of 300 m, side by side eastwards, numbered from 1. */
const cells: Surroundings = {
  thresholds,
  carrierAt: () => null,
  cellsAt: (lon) => [Math.floor(((lon - 120) * 73_150) / 300) + 1],
};

function readAll(fixes: readonly ReadFix[], around: Surroundings = noPlace) {
  const reading = beginReading(around);
  for (const one of fixes) readFix(reading, one);
  return standing(reading);
}

/** The reasons at each fix, '' where it is good. */
function verdicts(fixes: readonly ReadFix[]): string[] {
  readAll(fixes);
  return fixes.map(({ judged }) => reasonsOf(judged).join());
}

const walk = (count: number, from = 0, eastMetres = 0) =>
  Array.from({ length: count }, (_, step) => fix(from + step * 20, eastMetres + step * 28));

describe('judging', () => {
  it('takes walking and driving as they are', () => {
    expect(verdicts(walk(30)).join('')).toBe('');
    expect(verdicts(Array.from({ length: 30 }, (_, step) => fix(step * 5, step * 150))).join('')).toBe('');
  });

  it('flags a jump of kilometres and goes on where the device was', () => {
    const fixes = [...walk(5), fix(100, 9_000), ...walk(5, 120, 168)];
    expect(verdicts(fixes)).toEqual(['', '', '', '', '', 'impossible-speed', '', '', '', '', '']);
  });

  it('flags going out and back on the spot, though each way alone were possible', () => {
    expect(verdicts([fix(0, 0), fix(10, 14), fix(20, 414), fix(30, 42), fix(40, 56)])).toEqual([
      '',
      '',
      'jump',
      '',
      '',
    ]);
  });

  it('flags a first fix that two agreeing ones contradict', () => {
    expect(verdicts([fix(0, 50_000), fix(10, 0), fix(20, 14), fix(30, 28)])).toEqual(['jump', '', '', '']);
  });

  it('believes three that agree elsewhere: the device was moved', () => {
    expect(
      verdicts([...walk(4), fix(80, 20_000), fix(90, 20_010), fix(100, 20_020), fix(110, 20_030)]).join(''),
    ).toBe('');
    expect(verdicts([...walk(4), fix(80, 20_000), fix(90, 20_010), fix(100, 140)])).toEqual([
      '',
      '',
      '',
      '',
      'impossible-speed',
      'impossible-speed',
      '',
    ]);
  });

  it('keeps of the fixes of one instant the most accurate, else the one nearest to where the device was', () => {
    const near = fix(40, 56);
    const far = fix(40, 900);
    expect(verdicts([fix(0, 0), fix(20, 28), near, far, fix(60, 84)])).toEqual(['', '', '', 'same-time', '']);
    const better = fix(40, 900, { accuracyMetres: 4 });
    const worse = fix(40, 56, { accuracyMetres: 60 });
    expect(verdicts([fix(0, 700), fix(20, 800), worse, better, fix(60, 950)])).toEqual([
      '',
      '',
      'same-time',
      '',
      '',
    ]);
  });

  it('leaves fixes with flags of their own out of it', () => {
    const poor = fix(40, 30_000, { own: flag.lowAccuracy });
    expect(verdicts([fix(0, 0), fix(20, 28), poor, fix(60, 84)])).toEqual(['', '', 'low-accuracy', '']);
  });

  it('decides in bounded memory, however many poor fixes come after', () => {
    const reading = beginReading(noPlace);
    readFix(reading, fix(0, 0));
    for (let second = 1; second < 5_000; second++)
      readFix(reading, fix(second, 9e5, { own: flag.lowAccuracy }));
    expect(reading.waiting.length).toBeLessThan(70);
  });
});

describe('tracks', () => {
  it('end at a silence of more than 15 minutes and at a change of carrier', () => {
    const around = { ...noPlace, carrierAt: (at: number) => (at < start + 1_000_000 ? 1 : 2) };
    const fixes = [fix(0, 0), fix(60, 80), fix(960, 900), fix(1_020, 980), fix(1_921, 2_000)];
    const { tracks } = readAll(fixes, around);
    expect(
      tracks.map((track) => [
        (track.startedAt - start) / 1000,
        (track.endedAt - start) / 1000,
        track.personId,
      ]),
    ).toEqual([
      [0, 960, 1],
      [1_020, 1_020, 2],
      [1_921, 1_921, 2],
    ]);
  });

  it('end where a device leaves a place in which it stood for more than 15 minutes', () => {
    const standingStill = Array.from({ length: 50 }, (_, step) => fix(400 + step * 20, 560 + (step % 3) * 5));
    const fixes = [...walk(20), ...standingStill, ...walk(10, 1_400, 700)];
    const { tracks } = readAll(fixes);
    expect(tracks.map(({ startedAt, fixes: count }) => [(startedAt - start) / 1000, count])).toEqual([
      [0, 70],
      [1_400, 10],
    ]);
    const metres = tracks.reduce((sum, track) => sum + track.metres, 0);
    const legs = fixes
      .slice(1)
      .reduce((sum, to, index) => sum + metresBetween(fixes[index] as ReadFix, to), 0);
    expect(metres).toBeCloseTo(legs, 6);
  });

  it('have the sums and bounds of their good fixes', () => {
    const fixes = [...walk(4), fix(80, 9_000), ...walk(2, 100, 140)];
    const [track] = readAll(fixes).tracks;
    expect(track).toMatchObject({ fixes: 7, flagged: 1, movingSeconds: 120 });
    expect(track?.eastE7).toBe(fixes[6]?.lonE7);
  });

  it('are cut at a day', () => {
    const drive = Array.from({ length: 3 * 1_440 }, (_, minute) =>
      fix(minute * 60, Math.sin(minute / 50) * 9_000),
    );
    const { tracks } = readAll(drive);
    expect(tracks.every(({ startedAt, endedAt }) => endedAt - startedAt <= dayMs)).toBe(true);
    expect(tracks.reduce((sum, track) => sum + track.fixes, 0)).toBe(drive.length);
  });
});

describe('visits', () => {
  const visitsOf = (fixes: readonly ReadFix[], around = cells) =>
    readAll(fixes, around).visits.map((visit) => ({
      cell: visit.cellId,
      from: (visit.enteredAt - start) / 1000,
      to: (visit.leftAt - start) / 1000,
      bridged: visit.bridged.reduce((sum, [from, to]) => sum + (to - from) / 1000, 0),
    }));

  it('begin with the first of two fixes inside and end with the last', () => {
    expect(visitsOf([fix(0, 10), fix(20, 40), fix(40, 70), fix(60, 310), fix(80, 340)])).toEqual([
      { cell: 1, from: 0, to: 40, bridged: 0 },
      { cell: 2, from: 60, to: 80, bridged: 0 },
    ]);
    expect(visitsOf([fix(0, 310), fix(20, 290), fix(40, 310)])).toEqual([]);
  });

  it('go on after an absence of no more than three minutes', () => {
    const back = (seconds: number) => [
      fix(0, 10),
      fix(20, 280),
      fix(100, 310),
      fix(20 + seconds, 280),
      fix(220, 270),
    ];
    expect(visitsOf(back(180))).toEqual([{ cell: 1, from: 0, to: 220, bridged: 0 }]);
    expect(visitsOf(back(181))).toEqual([
      { cell: 1, from: 0, to: 20, bridged: 0 },
      { cell: 1, from: 201, to: 220, bridged: 0 },
    ]);
  });

  it('are bridged over a silence of up to 15 minutes with both ends inside, counted apart', () => {
    expect(visitsOf([fix(0, 10), fix(20, 40), fix(920, 70), fix(940, 90)])).toEqual([
      { cell: 1, from: 0, to: 940, bridged: 900 },
    ]);
    expect(visitsOf([fix(0, 10), fix(20, 40), fix(921, 70), fix(940, 90)])).toEqual([
      { cell: 1, from: 0, to: 20, bridged: 0 },
      { cell: 1, from: 921, to: 940, bridged: 0 },
    ]);
    expect(visitsOf([fix(0, 10), fix(20, 40), fix(400, 310), fix(420, 90), fix(440, 80)])).toEqual([
      { cell: 1, from: 0, to: 20, bridged: 0 },
      { cell: 1, from: 420, to: 440, bridged: 0 },
    ]);
  });

  it('take a break that the source reported for a silence, whatever the times', () => {
    const broken = fix(40, 60, { breakBefore: true });
    expect(visitsOf([fix(0, 10), fix(20, 40), broken, fix(60, 80)])).toEqual([
      { cell: 1, from: 0, to: 60, bridged: 20 },
    ]);
  });

  it('of a stay of days are at most a day long and lose none of it', () => {
    const stay = Array.from({ length: 4 * 1_440 }, (_, minute) => fix(minute * 60, 20 + (minute % 5)));
    const visits = readAll(stay, cells).visits;
    expect(visits.every(({ enteredAt, leftAt }) => leftAt - enteredAt <= dayMs)).toBe(true);
    expect(visits.reduce((sum, { enteredAt, leftAt }) => sum + leftAt - enteredAt, 0)).toBe(
      (4 * 1_440 - 1) * 60_000,
    );
  });

  it('equal what a slow look at every cell finds', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 1, maxLength: 120 }), (steps) => {
        const fixes = fixesOf(steps);
        const around = { ...cells, carrierAt: (at: number) => (at < start + 1_500_000 ? 1 : 2) };
        const { visits } = readAll(fixes, around);
        const sorted = [...visits].sort((a, b) => a.enteredAt - b.enteredAt || a.cellId - b.cellId);
        expect(sorted.map(({ continued: _continued, ...visit }) => visit)).toEqual(slowVisits(fixes, around));
      }),
      { numRuns: 500 },
    );
  });
});

const stepArbitrary = fc.record({
  seconds: fc.oneof(
    { weight: 8, arbitrary: fc.integer({ min: 1, max: 100 }) },
    { weight: 1, arbitrary: fc.integer({ min: 100, max: 1_000 }) },
  ),
  metresPerSecond: fc.double({ min: -9, max: 9, noNaN: true }),
  breakBefore: fc.oneof(
    { weight: 15, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

function fixesOf(
  steps: readonly { seconds: number; metresPerSecond: number; breakBefore: boolean }[],
): ReadFix[] {
  let [seconds, east] = [0, 400];
  return steps.map((step) => {
    seconds += step.seconds;
    east += step.seconds * Math.max(-400 / step.seconds, Math.min(400 / step.seconds, step.metresPerSecond));
    return fix(seconds, east, { breakBefore: step.breakBefore });
  });
}

/** Cell by cell, from one fix inside to the next: written down from METHODS B2 without regard to cost. */
function slowVisits(fixes: readonly ReadFix[], around: Surroundings) {
  const good = fixes.filter(({ judged }) => judged === 0);
  const insideOf = (one: ReadFix) => around.cellsAt(one.lonE7 / 1e7, one.latE7 / 1e7, one.at);
  const link = (index: number) => {
    const [a, b] = [good[index] as ReadFix, good[index + 1] as ReadFix];
    if (around.carrierAt(a.at) !== around.carrierAt(b.at) || b.at - a.at > 900_000) return 'end';
    const between = fixes.slice(fixes.indexOf(a) + 1, fixes.indexOf(b) + 1);
    return legMetres(
      thresholds,
      a,
      b,
      between.some(({ breakBefore }) => breakBefore),
    ) === undefined
      ? 'gap'
      : 'leg';
  };
  const all = [...new Set(good.flatMap(insideOf))].flatMap((cellId) => {
    const inside = good.flatMap((one, index) => (insideOf(one).includes(cellId) ? [index] : []));
    const groups: number[][] = [];
    for (const [position, index] of inside.entries()) {
      const before = inside[position - 1];
      const links =
        before === undefined ? ['end'] : Array.from({ length: index - before }, (_, k) => link(before + k));
      const isNear = before !== undefined && (good[index]?.at ?? 0) - (good[before]?.at ?? 0) <= 180_000;
      const goesOn = links.every((kind) => kind === 'leg')
        ? isNear
        : links.length === 1 && links[0] === 'gap';
      if (goesOn) groups.at(-1)?.push(index);
      else groups.push([index]);
    }
    return groups.flatMap((group) => {
      const opens = group.findIndex((index, k) => group[k + 1] === index + 1 && link(index) === 'leg');
      return opens < 0 ? [] : [visitOf(cellId, group.slice(opens))];
    });
  });
  return all.sort((a, b) => a.enteredAt - b.enteredAt || a.cellId - b.cellId);

  function visitOf(cellId: number, group: readonly number[]) {
    const at = (index: number | undefined) => good[index ?? 0] as ReadFix;
    const direct = group.slice(1).flatMap((index, k) => (group[k] === index - 1 ? [index - 1] : []));
    return {
      cellId,
      personId: around.carrierAt(at(group[0]).at),
      enteredAt: at(group[0]).at,
      leftAt: at(group.at(-1)).at,
      metres: direct
        .filter((index) => link(index) === 'leg')
        .reduce((sum, index) => sum + metresBetween(at(index), at(index + 1)), 0),
      bridged: direct
        .filter((index) => link(index) === 'gap')
        .map((index) => [at(index).at, at(index + 1).at]),
    };
  }
}

describe('a reading taken up where another stopped', () => {
  it('ends as one from the beginning, wherever it stopped', () => {
    fc.assert(
      fc.property(fc.array(stepArbitrary, { minLength: 2, maxLength: 80 }), fc.nat(), (steps, cut) => {
        const fixes = fixesOf(steps);
        const at = cut % fixes.length;
        const whole = readAll(
          fixes.map((one) => ({ ...one })),
          cells,
        );
        const first = beginReading(cells);
        for (const one of fixes.slice(0, at)) readFix(first, one);
        standing(first);
        const stored: unknown = JSON.parse(
          JSON.stringify(packPoint(resumePoint(first, Number.POSITIVE_INFINITY))),
        );
        const point = unpackPoint(stored);
        const second = beginReading(cells, point?.derived, point?.waiting);
        for (const one of fixes.slice(at)) readFix(second, one);
        const rest = standing(second);
        expect({
          tracks: [...first.closed.tracks, ...rest.tracks],
          visits: [...first.closed.visits, ...rest.visits],
        }).toEqual(whole);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a restored fix', () => {
  const own = flag.restored | flag.lowAccuracy;
  const judged = (fixes: readonly ReadFix[]) => {
    readAll(fixes);
    return fixes.map((one) => one.judged);
  };

  it('does not speak for an outlier before it where it agrees with what was good', () => {
    const track = [fix(0, 0), fix(60, 5), fix(120, 10), fix(121, 9000), fix(421, 15, { own }), fix(481, 20)];
    expect(judged(track)).toEqual([0, 0, 0, flag.impossibleSpeed, own, 0]);
  });

  it('nor for one at the beginning of a session', () => {
    const track = [fix(0, 0), fix(1, 9000), fix(400, 15, { own }), fix(460, 20)];
    expect(judged(track)).toEqual([0, flag.impossibleSpeed, own, 0]);
  });
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareGaps, type OpenGap, type StoredGap } from '../../server/alerts/compare.ts';
import { groupAlerts } from '../../server/alerts/group.ts';

const gap = (obligation: string, fields: Partial<OpenGap> = {}): OpenGap => ({
  ...{ obligation, since: 100, severity: 50, missing: 1 },
  ...fields,
});
const look = (
  stored: ReadonlyMap<string, StoredGap>,
  found: readonly OpenGap[],
  lookedAt: number | null = 1_000,
) => {
  const now = (lookedAt ?? 0) + 150;
  const { opened, worsened, reopened, closed, known } = compareGaps(stored, found, { lookedAt, now });
  const names = (gaps: readonly OpenGap[]) => gaps.map(({ obligation }) => obligation);
  return { opened: names(opened), worsened: names(worsened), reopened, closed, known };
};
const after = (...found: OpenGap[]) => look(new Map(), found).known;

test('what is open is told once, and its end once', () => {
  expect(look(new Map(), [gap('a')])).toMatchObject({ opened: ['a'], worsened: [], closed: [] });
  expect(look(after(gap('a')), [gap('a')])).toMatchObject({ opened: [], worsened: [], closed: [] });
  expect(look(after(gap('a')), [])).toMatchObject({ opened: [], worsened: [], closed: ['a'] });
});

test('what is much more severe, or lacks more people, has worsened; a little is not told', () => {
  const stored = after(gap('a'));
  expect(look(stored, [gap('a', { severity: 64 })]).worsened).toEqual([]);
  expect(look(stored, [gap('a', { severity: 65 })]).worsened).toEqual(['a']);
  expect(look(stored, [gap('a', { missing: 2 })]).worsened).toEqual(['a']);
});

test('what becomes better and as bad again is not told again', () => {
  const worst = look(after(gap('a')), [gap('a', { missing: 3, severity: 70 })]).known;
  const better = look(worst, [gap('a', { missing: 1, severity: 50 })]).known;
  expect(look(better, [gap('a', { missing: 3, severity: 70 })]).worsened).toEqual([]);
});

test('a late upload that moves the beginning is no new gap; one closed and opened between looks is', () => {
  const stored = after(gap('a', { since: 100 }));
  expect(look(stored, [gap('a', { since: 900 })])).toMatchObject({ opened: [], closed: [] });
  expect(look(stored, [gap('a', { since: 1_001 })])).toMatchObject({ opened: ['a'], closed: ['a'] });
});

test('a gap that begins at every look, being judged over the last days, is told once and keeps its first beginning', () => {
  const stored = after(gap('a', { since: 150 }));
  const later = look(stored, [gap('a', { since: 1_150 })]);
  expect(later).toMatchObject({ opened: [], closed: [] });
  expect(later.known.get('a')?.since).toBe(150);
  expect(look(later.known, [gap('a', { since: 2_150 })], 2_000)).toMatchObject({ opened: [], closed: [] });
});

test('what comes and goes with the same beginning is told once; another beginning is another gap', () => {
  const gone = look(after(gap('a')), []).known;
  expect(look(gone, [gap('a')])).toMatchObject({ opened: [], reopened: ['a'], closed: [] });
  expect(look(gone, [gap('a', { since: 1_100 })])).toMatchObject({ opened: ['a'], reopened: [], closed: [] });
  expect(look(gone, [])).toMatchObject({ opened: [], closed: [] });
});

test('what was closed is forgotten after a week', () => {
  const gone = look(after(gap('a')), []).known;
  const { known } = compareGaps(gone, [], { lookedAt: 1_000, now: 8 * 86_400_000 });
  expect([gone.size, known.size]).toEqual([1, 0]);
});

const found = fc.uniqueArray(
  fc.record({
    obligation: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
    since: fc.nat(2_000),
    severity: fc.integer({ min: 30, max: 90 }),
    missing: fc.integer({ min: 1, max: 4 }),
  }),
  { selector: ({ obligation }) => obligation },
);

test('over any history, every gap is told as opened before it is told as closed, in turn', () => {
  fc.assert(
    fc.property(fc.array(found, { maxLength: 12 }), (looks) => {
      let stored: ReadonlyMap<string, StoredGap> = new Map();
      const told = new Set<string>();
      looks.forEach((gaps, index) => {
        const { opened, worsened, reopened, closed, known } = look(
          stored,
          gaps,
          index === 0 ? null : index * 150,
        );
        for (const one of closed) expect(told.delete(one)).toBe(true);
        for (const one of [...opened, ...reopened]) {
          expect(told.has(one)).toBe(false);
          told.add(one);
        }
        for (const one of worsened) expect(told.has(one)).toBe(true);
        expect([...told].sort()).toEqual(gaps.map(({ obligation }) => obligation).sort());
        stored = known;
      });
    }),
  );
});

test('grouping loses no gap, and each alert is of one kind in one station', () => {
  const kinds = fc.constantFrom('overdue' as const, 'no-officer' as const);
  const stations = fc.constantFrom(null, 1, 2);
  const gaps = fc.array(fc.record({ kind: kinds, stationId: stations, severity: fc.nat(100) }));
  fc.assert(
    fc.property(gaps, gaps, (opened, worsened) => {
      const alerts = groupAlerts({ opened, worsened });
      expect(alerts.flatMap((alert) => alert.gaps)).toHaveLength(opened.length + worsened.length);
      const keys = alerts.map(({ event, kind, stationId }) => `${event} ${kind} ${stationId}`);
      expect(new Set(keys).size).toBe(keys.length);
      for (const alert of alerts)
        for (const one of alert.gaps)
          expect([one.kind, one.stationId]).toEqual([alert.kind, alert.stationId]);
    }),
  );
});

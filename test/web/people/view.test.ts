import fc from 'fast-check';
import { expect, test } from 'vitest';
import { expiryOf } from '../../../web/people/expiry.ts';
import { type Names, type Row, textOf } from '../../../web/people/row.ts';
import { everybody, type Filter, makeRegister, viewOf } from '../../../web/people/view.ts';

const names: Names = {
  area: (id) => (id === null ? '' : `第${id}派出所`),
  team: (id) => `第${id}队`,
  kind: (kind) => kind,
  list: (parts) => parts.join('、'),
};
const today = '2026-11-22';
const byNumber = { key: 'number', isDescending: false } as const;

let made = 0;
function person(more: Partial<Row> = {}): Row {
  made += 1;
  return {
    id: made,
    number: `P${String(made).padStart(4, '0')}`,
    name: `人${made}`,
    kind: 'volunteer',
    hasPhone: false,
    organisation: null,
    occupation: null,
    skills: [],
    languages: [],
    stationAreaId: null,
    homeAreaId: null,
    joinedOn: null,
    leftOn: null,
    nextExpiryOn: null,
    teams: [],
    revision: 1,
    ...more,
  };
}

const shown = (rows: Row[], filter: Partial<Filter>) =>
  viewOf(makeRegister(rows, names), { ...everybody, ...filter }, byNumber, today).map(({ id }) => id);

test('every word of the search must occur, in whatever the row says, capital or small', () => {
  const a = person({ name: '王芳', skills: ['急救'], stationAreaId: 6, teams: [3] });
  const b = person({ name: '王强', organisation: 'Oil Field' });
  expect(shown([a, b], { text: '王' })).toEqual([a.id, b.id]);
  expect(shown([a, b], { text: '王 急救' })).toEqual([a.id]);
  expect(shown([a, b], { text: '第6派出所 第3队' })).toEqual([a.id]);
  expect(shown([a, b], { text: 'oil' })).toEqual([b.id]);
  expect(shown([a, b], { text: '王 oil 急救' })).toEqual([]);
});

test('whoever left is out of sight unless asked for, from the day of leaving on', () => {
  const stays = person();
  const leavesTomorrow = person({ leftOn: '2026-11-23' });
  const leftToday = person({ leftOn: today });
  const rows = [stays, leavesTomorrow, leftToday];
  expect(shown(rows, {})).toEqual([stays.id, leavesTomorrow.id]);
  expect(shown(rows, { presence: 'left' })).toEqual([leftToday.id]);
  expect(shown(rows, { presence: 'all' })).toHaveLength(3);
});

test('certificates that end soon include those that have ended', () => {
  const expired = person({ nextExpiryOn: today });
  const soon = person({ nextExpiryOn: '2026-12-22' });
  const later = person({ nextExpiryOn: '2026-12-23' });
  const rows = [expired, soon, later, person({ nextExpiryOn: '2027-12-01' }), person()];
  expect(rows.map(({ nextExpiryOn }) => expiryOf(nextExpiryOn, today))).toEqual([
    'expired',
    'soon',
    'later',
    'valid',
    'none',
  ]);
  expect(shown(rows, { expiry: 'expired' })).toEqual([expired.id]);
  expect(shown(rows, { expiry: 'soon' })).toEqual([expired.id, soon.id]);
  expect(shown(rows, { expiry: 'later' })).toEqual([expired.id, soon.id, later.id]);
});

test('a column sorts as its text compares, empty ones last, and backwards the other way round', () => {
  const word = fc.constantFrom('', '王', '张', '第2队', '第10队', 'abc', 'B');
  fc.assert(
    fc.property(fc.array(fc.record({ organisation: word, name: word }), { maxLength: 30 }), (given) => {
      const rows = given.map(({ organisation, name }) =>
        person({ organisation: organisation || null, name }),
      );
      const register = makeRegister(rows, names);
      const { compare } = new Intl.Collator('zh-CN', { numeric: true });
      const text = (row: Row) => textOf(row, 'organisation', names);
      const expected = [...rows].sort(
        (a, b) => Number(text(a) === '') - Number(text(b) === '') || compare(text(a), text(b)) || a.id - b.id,
      );
      const ascending = viewOf(register, everybody, { key: 'organisation', isDescending: false }, today);
      const descending = viewOf(register, everybody, { key: 'organisation', isDescending: true }, today);
      expect(ascending).toEqual(expected);
      expect(descending).toEqual(expected.toReversed());
    }),
    { numRuns: 40 },
  );
});

import { describe, expect, it } from 'vitest';
import { answerOf, columnFault, noColumns } from '../../../../web/actions/upload/columns.ts';
import { askedTable, countReasons, formOf, isAlike } from '../../../../web/actions/upload/upload.ts';

const file = new File(['a,b\n'], '巡逻.csv');
const asked = { columns: ['a', 'b'], rows: [['1', '2']], mapping: { lat: 'a' } };

describe('what became of an upload', () => {
  it('asks for the columns of a table that nobody knows, and of nothing else', () => {
    const type = 'https://gridwarden.invalid/problems/columns-unknown';
    expect(askedTable({ type, ...asked, mapping: { lat: 'a', lon: 'elsewhere' } })).toEqual(asked);
    for (const other of [
      { type },
      { type: 'https://gridwarden.invalid/problems/unsupported-format', ...asked },
      {},
    ])
      expect(askedTable(other)).toBeUndefined();
  });

  it('counts reasons, the most frequent first', () => {
    const list = ['no-time', 'bad-time', 'bad-time'].map((reason) => ({ reason }));
    expect(countReasons(list)).toEqual([
      ['bad-time', 2],
      ['no-time', 1],
    ]);
  });
});

describe('the columns of a table', () => {
  it('need latitude, longitude and time, each of its own', () => {
    const values = { ...noColumns, lat: 'a', lon: 'a', time: '' };
    expect([columnFault(values, 'lat'), columnFault(values, 'time'), columnFault(values, 'speed')]).toEqual([
      'twice',
      'missing',
      undefined,
    ]);
  });

  it('are sent as they were chosen', () => {
    const answer = answerOf({ ...noColumns, lat: 'a', lon: 'b', time: 'c', zone: 'utc' });
    const body = formOf(file, answer);
    expect(body.get('mapping')).toBe('{"lat":"a","lon":"b","time":"c"}');
    expect(body.get('zone')).toBe('UTC');
    expect([formOf(file, undefined).get('mapping'), formOf(file, undefined).get('file')]).toEqual([
      null,
      file,
    ]);
  });

  it('of one table serve another that has the same', () => {
    expect(isAlike(asked, { ...asked, rows: [] })).toBe(true);
    expect(isAlike(asked, { ...asked, columns: ['a', 'c'] })).toBe(false);
  });
});

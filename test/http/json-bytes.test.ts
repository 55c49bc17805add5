import fc from 'fast-check';
import { expect, test } from 'vitest';
import { JsonBytes } from '../../server/http/json-bytes.ts';

function written(write: (json: JsonBytes) => void): string {
  const json = new JsonBytes(4);
  write(json);
  return json.taken().toString();
}

const anyNumber = fc.oneof(
  fc.double(),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.integer().map((value) => value / 10_000),
  fc.maxSafeInteger().map((value) => value / 10_000),
  fc.integer({ min: -20_000, max: 20_000 }).map((value) => value / 10_000),
  fc.integer({ min: 0, max: 2 ** 31 }).map((value) => value / 10),
);

test('a number reads back as it was; what is not finite is null, as in JSON', () => {
  fc.assert(
    fc.property(anyNumber, (value) => {
      expect(JSON.parse(written((json) => json.number(value)))).toBe(JSON.parse(JSON.stringify(value)));
    }),
    { numRuns: 2_000 },
  );
});

test.each([
  [0, '0'],
  [-0, '0'],
  [10, '10'],
  [-907, '-907'],
  [0.5, '0.5'],
  [-0.05, '-0.05'],
  [12.3401, '12.3401'],
  [0.9999, '0.9999'],
  [999_999.9, '999999.9'],
  [1 / 3, '0.3333333333333333'],
  [1e21, '1e+21'],
  [Number.NaN, 'null'],
  [Number.POSITIVE_INFINITY, 'null'],
])('%d is written %s', (value, text) => {
  expect(written((json) => json.number(value))).toBe(text);
});

test('a string reads back as it was, whatever is in it', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(written((json) => json.string(text))).toBe(JSON.stringify(text));
    }),
  );
  expect(written((json) => json.string('网格"\\\n\u007f'))).toBe('"网格\\"\\\\\\n\u007f"');
});

test('what was taken stays as it is', () => {
  const json = new JsonBytes(2);
  json.string('one');
  const taken = json.taken();
  json.number(2);
  expect([taken.toString(), json.taken().toString()]).toEqual(['"one"', '"one"2']);
});

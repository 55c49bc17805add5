import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JsonMembers, NotJson } from '../../server/imports/json-members.ts';

/** Reads a text in pieces of a length; returns the streamed elements and the other members. */
function read(text: string, pieceLength = 7, limit = 1_000) {
  const json = new JsonMembers(limit);
  const elements: (string | undefined)[] = [];
  for (let at = 0; at < text.length; at += pieceLength)
    for (const element of json.read(text.slice(at, at + pieceLength))) elements.push(element.text);
  json.end();
  return { elements, members: json.members };
}

describe('an object that is read in pieces', () => {
  test('gives its features one by one and keeps the rest', () => {
    const text = '{"type":"FeatureCollection", "features" : [ {"a":[1,2]}, {"b":"],}{\\""} ], "crs":{"x":1}}';
    const { elements, members } = read(text);
    expect(elements.map((element) => JSON.parse(element ?? ''))).toEqual([{ a: [1, 2] }, { b: '],}{"' }]);
    expect(members).toMatchObject({ type: 'FeatureCollection', crs: { x: 1 } });
  });

  test('streams only what stands at its top', () => {
    const text = '{"objects":{"features":[1,2]},"type":"Topology"}';
    expect(read(text)).toEqual({
      elements: [],
      members: { objects: { features: [1, 2] }, type: 'Topology' },
    });
  });

  test('passes over an element that is too long and goes on', () => {
    const long = JSON.stringify('x'.repeat(2_000));
    expect(read(`{"features":[1,${long},3]}`).elements).toEqual(['1', undefined, '3']);
  });

  test('is the same whatever the pieces are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.jsonValue(), { maxLength: 5 }),
        fc.integer({ min: 1, max: 40 }),
        (features, length) => {
          const text = JSON.stringify({ type: 'FeatureCollection', features, last: true });
          const { elements, members } = read(text, length, 100_000);
          expect(elements.map((element) => JSON.parse(element ?? ''))).toEqual(
            JSON.parse(JSON.stringify(features)),
          );
          expect(members).toMatchObject({ type: 'FeatureCollection', last: true });
        },
      ),
    );
  });

  test.each([
    '',
    '  ',
    '[1]',
    '"features"',
    '{"features":[1,2',
    '{"features":[1,2]',
    '{"features":[1,2}}',
    '{"features":[1]} x',
    '{"a":1}{"b":2}',
    '{"a":1,}',
    '{"a":1,,"b":2}',
    '{"a" 1}',
    'gpx',
  ])('is refused as %j', (text) => {
    expect(() => read(text)).toThrow(NotJson);
  });
});

import fc from 'fast-check';
import { PMTiles } from 'pmtiles';
import { describe, expect, test } from 'vitest';
import { archiveOf, tileId } from '../../../../web/map/base/archive.ts';

const text = (bytes: ArrayBuffer | undefined) => (bytes ? Buffer.from(bytes).toString() : undefined);

function open(bytes: Buffer): PMTiles {
  const getBytes = async (offset: number, length: number) => ({
    data: new Uint8Array(bytes.subarray(offset, offset + length)).buffer,
  });
  return new PMTiles({ getBytes, getKey: () => 'memory' });
}

describe('archiveOf', () => {
  test('makes an archive from which the PMTiles reader gets every tile back, and no other', async () => {
    const zoom = fc.integer({ min: 0, max: 5 });
    const place = zoom.chain((z) =>
      fc.record({
        z: fc.constant(z),
        x: fc.nat(2 ** z - 1),
        y: fc.nat(2 ** z - 1),
        data: fc.constantFrom('land', 'coast', 'island'),
      }),
    );
    const tiles = fc.uniqueArray(place, { minLength: 1, selector: ({ z, x, y }) => `${z}/${x}/${y}` });
    await fc.assert(
      fc.asyncProperty(tiles, async (drawn) => {
        const stored = drawn.map(({ z, x, y, data }) => ({ id: tileId(z, x, y), data: Buffer.from(data) }));
        const archive = open(archiveOf(stored, 5));
        for (let z = 0; z <= 3; z += 1) {
          for (let x = 0; x < 2 ** z; x += 1) {
            for (let y = 0; y < 2 ** z; y += 1) {
              const expected = drawn.find((tile) => tile.z === z && tile.x === x && tile.y === y)?.data;
              expect(text((await archive.getZxy(z, x, y))?.data)).toBe(expected);
            }
          }
        }
        for (const { z, x, y, data } of drawn) {
          expect(text((await archive.getZxy(z, x, y))?.data)).toBe(data);
        }
      }),
      { numRuns: 25 },
    );
  });

  test('stores equal tiles once', () => {
    const ocean = new Uint8Array(Buffer.from('x'.repeat(500)));
    const tiles = (count: number) => Array.from({ length: count }, (_, id) => ({ id, data: ocean }));
    expect(archiveOf(tiles(300), 5).length - archiveOf(tiles(1), 5).length).toBeLessThan(20);
  });
});

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Problem } from '../../../server/http/problem.ts';
import { dataFolder, dataNote, vectorsFolder, withData, withVectors } from '../../support/real-data.ts';
import { readTrack } from './read-track.ts';
import { fileOf, samples } from './samples.ts';

/** Whatever it is, it is read or refused with a sentence. */
async function readOrRefused(bytes: Uint8Array, fileName?: string, pieceBytes?: number): Promise<void> {
  try {
    const { fixes, refused } = await readTrack(bytes, { fileName: fileName ?? null }, pieceBytes);
    const indexes = [...fixes, ...refused].map(({ index }) => index);
    expect(new Set(indexes).size).toBe(indexes.length);
    for (const fix of fixes) expect(Number.isFinite(fix.recordedAt)).toBe(true);
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
  }
}

describe.each(samples)('a damaged $format', (sample) => {
  const whole = fileOf(sample);
  const hints = { fileName: sample.fileName ?? null };

  it('is whole to begin with', async () => {
    const { format, fixes, refused, ending } = await readTrack(whole, hints);
    expect([format, fixes.length, refused, ending]).toEqual([
      sample.format,
      sample.records.length,
      [],
      'whole',
    ]);
  });

  it('keeps its complete records wherever it is cut', async () => {
    const all = (await readTrack(whole, hints)).fixes;
    const ends: number[] = [];
    for (const record of sample.records) ends.push((ends.at(-1) ?? sample.head.length) + record.length);
    for (let length = sample.head.length; length <= whole.length; length++) {
      const { fixes } = await readTrack(whole.subarray(0, length), hints);
      const complete = ends.filter((end) => end <= length).length;
      expect(fixes).toEqual(all.slice(0, fixes.length));
      // A feature before its comma, a line before its break: complete or not, nobody knows.
      expect(fixes.length).toBeGreaterThanOrEqual(
        sample.format === 'geojson' && length < whole.length - 1 ? complete - 1 : complete,
      );
    }
  });

  it('says how it ended however it comes in pieces', async () => {
    const expected = await readTrack(whole, hints);
    for (const pieceBytes of [1, 2, 13, 1000])
      expect(await readTrack(whole, hints, pieceBytes)).toEqual(expected);
  });

  it('is read or refused with flipped, lost and repeated bytes', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.tuple(fc.nat(whole.length), fc.nat(whole.length)),
        fc.integer({ min: 1, max: 400 }),
        async (flips, [from, to], pieceBytes) => {
          const bytes = Buffer.from(whole);
          for (const [at, value] of flips) bytes[at] = value;
          await readOrRefused(
            Buffer.concat([bytes.subarray(0, from), bytes.subarray(to)]),
            sample.fileName,
            pieceBytes,
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  it('is read or refused where noise follows its beginning', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 400 }), async (noise) => {
        await readOrRefused(Buffer.concat([sample.head, noise]), sample.fileName);
      }),
      { numRuns: 60 },
    );
  });
});

describe('noise', () => {
  it('is refused with a sentence, under any name', async () => {
    const names = fc.constantFrom('a.gpx', 'a.kml', 'a.fit', 'a.csv', 'a.plt', 'a.nmea', 'a.json', 'a');
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 600 }), names, (noise, name) => readOrRefused(noise, name)),
      {
        numRuns: 200,
      },
    );
  });
});

const folders = [
  ...(withData
    ? ['gpxpy', 'togeojson', 'trackintel', 'movingpandas'].map((name) => join(dataFolder, 'tracks', name))
    : []),
  ...(withVectors ? [join(vectorsFolder, 'files')] : []),
];
const realFiles = folders
  .filter((folder) => existsSync(folder))
  .flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  .filter((path) => /\.(gpx|tcx|fit|csv|geojson)$/.test(path));

describe('real files', () => {
  it.skipIf(realFiles.length === 0)(
    `are read or refused with bits flipped and their ends cut${dataNote}`,
    async () => {
      const beginnings = realFiles.map((path) => readFileSync(path).subarray(0, 6_000));
      const damage = fc.tuple(
        fc.nat(beginnings.length - 1),
        fc.array(fc.tuple(fc.nat(5_999), fc.nat(7)), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6_000 }),
      );
      await fc.assert(
        fc.asyncProperty(damage, async ([which, flips, length]) => {
          const bytes = Buffer.from((beginnings[which] ?? Buffer.alloc(0)).subarray(0, length));
          for (const [at, bit] of flips) if (at < bytes.length) bytes[at] = (bytes[at] ?? 0) ^ (1 << bit);
          await readOrRefused(bytes, realFiles[which]);
        }),
        { numRuns: 150 },
      );
    },
  );
});

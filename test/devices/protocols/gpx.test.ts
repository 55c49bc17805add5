import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { charactersOf } from '../../../server/devices/protocols/characters.ts';
import { type GpxEnd, gpxReader } from '../../../server/devices/protocols/gpx.ts';
import type { Decoded } from '../../../server/tracks/fix.ts';
import {
  dataFolder,
  dataNote,
  vectorsFolder,
  vectorsNote,
  withData,
  withVectors,
} from '../../support/real-data.ts';
import { type ExpectedFix, vectorsOf } from '../../support/vectors.ts';

type Read = Decoded & { end: GpxEnd };

async function read(bytes: Uint8Array, pieceBytes = 64 * 1024): Promise<Read> {
  const decoded: Decoded = { fixes: [], refused: [] };
  const reader = gpxReader({
    fix: (fix) => void decoded.fixes.push(fix),
    refuse: (refusal) => void decoded.refused.push(refusal),
  });
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, index) =>
    Buffer.from(bytes.subarray(index * pieceBytes, (index + 1) * pieceBytes)),
  );
  for await (const text of charactersOf(Readable.from(pieces))) if (!reader.write(text)) break;
  return { ...decoded, end: reader.end() };
}

const gpx = (inside: string) => `<?xml version="1.0"?><gpx version="1.1"><trk>${inside}</trk></gpx>`;
const point = (second: number, more = '') =>
  `<trkpt lat="49.${second}" lon="120.5"><time>2026-05-01T08:00:0${second}Z</time>${more}</trkpt>`;

describe('gpxReader', () => {
  it('breaks between segments that hold fixes, and not before the first', async () => {
    const { fixes } = await read(
      Buffer.from(
        gpx(
          `<trkseg></trkseg><trkseg>${point(1)}${point(2)}</trkseg><trkseg/><trkseg><trkpt lat="1" lon="2"/>${point(3)}${point(4)}</trkseg>`,
        ),
      ),
    );
    expect(fixes.map(({ index, breakBefore }) => [index, breakBefore ?? false])).toEqual([
      [0, false],
      [1, false],
      [3, true],
      [4, false],
    ]);
  });

  it('finds speed and course directly, in plain extensions and in those of Garmin', async () => {
    const ways = [
      '<speed>1.5</speed><course>90</course>',
      '<extensions><speed>1.5</speed><course>90</course></extensions>',
      '<extensions><gpxtpx:TrackPointExtension><gpxtpx:speed>1.5</gpxtpx:speed><gpxtpx:bearing>90</gpxtpx:bearing></gpxtpx:TrackPointExtension></extensions>',
    ];
    for (const way of ways) {
      const [fix] = (await read(Buffer.from(gpx(`<trkseg>${point(1, way)}</trkseg>`)))).fixes;
      expect(fix).toMatchObject({ speedMetresPerSecond: 1.5, courseDegrees: 90 });
    }
  });

  it('reads the encoding that a mark or the declaration names', async () => {
    const text = gpx(`<name>巡逻</name><trkseg>${point(1)}</trkseg>`);
    const utf16 = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
    expect((await read(utf16, 7)).fixes).toHaveLength(1);
    expect((await read(Buffer.from(`\ufeff${text}`))).fixes).toHaveLength(1);
  });

  it('refuses a document type, and entities that nothing declares', async () => {
    const bomb = `<?xml version="1.0"?><!DOCTYPE gpx [<!ENTITY a "b">]>${gpx('')}`;
    expect((await read(Buffer.from(bomb))).end).toEqual({ kind: 'doctype' });
    const entity = gpx(`<trkseg>${point(1)}${point(2, '<name>&a;</name>')}</trkseg>`);
    const { fixes, end } = await read(Buffer.from(entity));
    expect([fixes.length, end]).toEqual([1, { kind: 'cut' }]);
  });

  it('keeps the complete points of a file cut at any place', async () => {
    const whole = Buffer.from(
      gpx(`<trkseg>${[1, 2, 3, 4].map((second) => point(second)).join('')}</trkseg>`),
    );
    const complete = (await read(whole)).fixes;
    for (let length = 0; length < whole.length; length++) {
      const { fixes, end } = await read(whole.subarray(0, length));
      const closed = whole.subarray(0, length).toString().split('</trkpt>').length - 1;
      expect(fixes).toEqual(complete.slice(0, closed));
      expect(end.kind).not.toBe('whole');
    }
  });

  it('gives up on text without a tag instead of holding it', async () => {
    const { end } = await read(Buffer.from(`<gpx><name>${'x'.repeat(3_000_000)}`));
    expect(end).toEqual({ kind: 'cut' });
  });

  it('says what a file is instead', async () => {
    expect((await read(Buffer.from('<kml><Document/></kml>'))).end).toEqual({ kind: 'not-gpx', root: 'kml' });
    for (const text of ['', '   ', 'lat,lon\n1,2', '{"type":"FeatureCollection"}', '\u0000\u0001'])
      expect((await read(Buffer.from(text))).end).toEqual({ kind: 'not-gpx', root: null });
  });

  it('never throws, whatever bytes arrive and wherever they are cut', async () => {
    const original = Buffer.from(gpx(`<trkseg>${point(1)}${point(2)}</trkseg>`));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(original.length - 1), fc.nat(255)), { maxLength: 8 }),
        fc.integer({ min: 1, max: 50 }),
        async (flips, pieceBytes) => {
          const bytes = Buffer.from(original);
          for (const [at, value] of flips) bytes[at] = value;
          await read(bytes, pieceBytes);
        },
      ),
    );
  });
});

type GpxCase = {
  id: string;
  input: { body?: string; file?: { path: string } };
  expect: {
    segments?: number[];
    points: number;
    points_with_time?: number;
    bad_points?: number;
    records?: ExpectedFix[];
  };
};
describe('gpxReader on the cases of other projects', () => {
  const vectors = vectorsOf<GpxCase>('gpx');
  it.skipIf(!withVectors)(`has cases${vectorsNote}`, () => expect(vectors.length).toBeGreaterThan(0));
  it.each(vectors)('$id', async ({ input, expect: expected }) => {
    const bytes = input.file
      ? readFileSync(join(vectorsFolder, input.file.path))
      : Buffer.from(input.body ?? '');
    const { fixes, refused } = await read(bytes);
    // A point that is out of range or swapped is refused where it is admitted, which is the same for every source.
    const bad = fixes.filter(({ lat, lon }) => Math.abs(lat) > 90 || Math.abs(lon) > 180).length;
    const noTime = refused.filter(({ reason }) => reason === 'no-time').length;
    const wrong = refused.length - noTime + bad;
    expect(fixes.length - bad + noTime).toBe(expected.points);
    if (expected.points_with_time !== undefined) expect(fixes.length - bad).toBe(expected.points_with_time);
    if (expected.bad_points !== undefined && input.body?.includes('<wpt lon="x"'))
      expect(wrong).toBe(2); // of five: no peer asserts the others, and bad points of routes and waypoints are no track's
    else if (expected.bad_points !== undefined) expect(wrong).toBe(expected.bad_points);
    const timed = (expected.records ?? []).filter(({ time_ms }) => time_ms !== undefined);
    timed.forEach((record, index) => {
      const fix = fixes[index];
      expect(fix?.recordedAt).toBe(record.time_ms);
      expect(fix?.lat).toBeCloseTo(record.lat, 6);
      expect(fix?.lon).toBeCloseTo(record.lon, 6);
      expect(fix?.altitudeMetres).toBe(record.altitude_m);
      expect(fix?.speedMetresPerSecond).toBe(record.speed_mps);
      expect(fix?.courseDegrees).toBe(record.course_deg);
    });
    const filled = (expected.segments ?? []).filter((points) => points > 0).length;
    if (expected.points_with_time === expected.points && filled > 0)
      expect(fixes.filter(({ breakBefore }) => breakBefore)).toHaveLength(filled - 1);
  });
});

/** Counts from the manifest beside the data, and where it says nothing from the files by plain search. */
const realFiles: [file: string, fixes: number, noTime: number][] = [
  ['gpxpy/korita-zbevnica.gpx', 513, 358], // 871 points
  ['gpxpy/Mojstrovka.gpx', 184, 0],
  ['gpxpy/cerknicko-without-times.gpx', 5, 291],
  ['gpxpy/route.gpx', 0, 0],
  ['togeojson/blue_hills.gpx', 1243, 0],
];

describe('gpxReader on real files', () => {
  it.skipIf(!withData).each(realFiles)(
    `reads %s: %i fixes, %i points without a time${dataNote}`,
    async (name, count, noTime) => {
      const { fixes, refused, end } = await read(readFileSync(join(dataFolder, 'tracks', name)));
      expect([fixes.length, refused.filter(({ reason }) => reason === 'no-time').length, end]).toEqual([
        count,
        noTime,
        { kind: 'whole' },
      ]);
    },
  );
});

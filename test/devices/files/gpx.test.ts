import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';
import { readTrack } from './read-track.ts';

const read = (bytes: Uint8Array, pieceBytes?: number) => readTrack(bytes, {}, pieceBytes);

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
    await expect(read(Buffer.from(bomb))).rejects.toMatchObject({ slug: 'document-type' });
    const entity = gpx(`<trkseg>${point(1)}${point(2, '<name>&a;</name>')}</trkseg>`);
    const { fixes, ending } = await read(Buffer.from(entity));
    expect([fixes.length, ending]).toEqual([1, 'cut']);
  });

  it('keeps the complete points of a file cut at any place', async () => {
    const whole = Buffer.from(
      gpx(`<trkseg>${[1, 2, 3, 4].map((second) => point(second)).join('')}</trkseg>`),
    );
    const complete = (await read(whole)).fixes;
    // Before its root is there, nothing tells what a file is.
    for (let length = whole.indexOf('<gpx') + 4; length < whole.length; length++) {
      const { fixes, ending } = await read(whole.subarray(0, length));
      const closed = whole.subarray(0, length).toString().split('</trkpt>').length - 1;
      expect(fixes).toEqual(complete.slice(0, closed));
      expect(ending).toBe('cut');
    }
  });

  it('gives up on text without a tag instead of holding it', async () => {
    const { ending } = await read(Buffer.from(`<gpx><name>${'x'.repeat(3_000_000)}`));
    expect(ending).toBe('cut');
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
      const { fixes, refused, ending } = await read(readFileSync(join(dataFolder, 'tracks', name)));
      expect([fixes.length, refused.filter(({ reason }) => reason === 'no-time').length, ending]).toEqual([
        count,
        noTime,
        'whole',
      ]);
    },
  );
});

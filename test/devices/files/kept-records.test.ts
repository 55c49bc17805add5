import { describe, expect, it } from 'vitest';
import { decodeAgain } from '../../../server/devices/protocols/registry.ts';
import { readTrack } from './read-track.ts';
import { sentence } from './samples.ts';

const receivedAt = Date.UTC(2026, 5, 1);
const at = Date.parse('2026-05-01T00:00:10Z');

const gpx = (points: string) => `<gpx xmlns="http://x"><trk><trkseg>${points}</trkseg></trk></gpx>`;
const good = '<trkpt lat="49" lon="120"><time>2026-05-01T00:00:00Z</time></trkpt>';
const tcx = (points: string) =>
  `<TrainingCenterDatabase><Activities><Activity><Lap><Track>${points}</Track></Lap></Activity></Activities></TrainingCenterDatabase>`;
const plt = (lines: string) => `Geolife trajectory\n\n\n\n\n\n${lines}`;
const kml = (inside: string) => `<kml><Document>${inside}</Document></kml>`;
const feature = (geometry: unknown, properties: unknown) =>
  JSON.stringify({ type: 'FeatureCollection', features: [{ type: 'Feature', geometry, properties }] });

type Case = {
  format: string;
  file: string;
  reasons: string[];
  /** What of the file is kept, and when it says it was. */
  kept: [text: string, recordedAt?: number][];
};

const cases: Case[] = [
  {
    format: 'gpx',
    file: gpx(
      `${good}<trkpt lat="4&lt;9" lon="120"><time>2026-05-01T00:00:10Z</time><hdop>2</hdop></trkpt><trkpt lat="48" lon="121"/>`,
    ),
    reasons: ['not-a-number', 'no-time'],
    kept: [
      ['<trkpt lat="4&lt;9" lon="120"><time>2026-05-01T00:00:10Z</time><hdop>2</hdop></trkpt>', at],
      ['<trkpt lat="48" lon="121"></trkpt>'],
    ],
  },
  {
    format: 'tcx',
    file: tcx(
      '<Trackpoint><Time>soon</Time><Position><LatitudeDegrees>49</LatitudeDegrees><LongitudeDegrees>120</LongitudeDegrees></Position></Trackpoint>',
    ),
    reasons: ['bad-time'],
    kept: [['<Time>soon</Time>']],
  },
  {
    format: 'kml',
    file: kml(
      '<Track><when>2026-05-01T00:00:10Z</when><coord>120 north 3</coord><when>late</when><coord>120 49 3</coord></Track>',
    ),
    reasons: ['not-a-number', 'bad-time'],
    kept: [['<coord>120 north 3</coord>', at], ['<when>late</when>']],
  },
  {
    format: 'kml',
    file: kml('<Track><when>2026-05-01T00:00:10Z</when><when>x</when><coord>120 49 3</coord></Track>'),
    reasons: ['times-differ', 'times-differ'],
    kept: [['<when>2026-05-01T00:00:10.000Z</when><when>x</when><coord>120 49 3</coord>']],
  },
  {
    format: 'kml',
    file: kml('<LineString><coordinates>120,49 120.1,49</coordinates></LineString>'),
    reasons: ['no-time', 'no-time'],
    kept: [['120,49 120.1,49']],
  },
  {
    format: 'geojson',
    file: feature({ type: 'Point', coordinates: ['east', 49] }, { time: '2026-05-01T00:00:10Z' }),
    reasons: ['not-a-number'],
    kept: [['"east"', at]],
  },
  {
    format: 'geojson',
    file: feature(
      {
        type: 'LineString',
        coordinates: [
          [120, 49],
          [null, 49],
        ],
      },
      { coordTimes: ['2026-05-01T00:00:00Z', '2026-05-01T00:00:10Z'] },
    ),
    reasons: ['not-a-number'],
    kept: [['[[null,49]]', at]],
  },
  {
    format: 'geojson',
    file: JSON.stringify({
      type: 'FeatureCollection',
      crs: { type: 'name', properties: { name: 'EPSG:3857' } },
      features: [
        { type: 'Feature', geometry: { type: 'Point', coordinates: [1, 2] }, properties: { time: 1 } },
      ],
    }),
    reasons: ['other-reference-system'],
    kept: [['EPSG:3857', 1_000]],
  },
  {
    format: 'csv',
    file: '纬度,经度,时间,时速,备注\n"4,9",120,2026-05-01 08:00:10,36,甲\n49,120,刚才,36,乙\n',
    reasons: ['decimal-comma', 'bad-time'],
    kept: [['"4,9","120","2026-05-01 08:00:10","36"', at], ['刚才']],
  },
  {
    format: 'plt',
    file: plt('49,east,0,492,39744.1,2026-05-01,00:00:10\n49,120,0\n'),
    reasons: ['not-a-number', 'too-few-fields'],
    kept: [['49,east,0,492,39744.1,2026-05-01,00:00:10', at], ['49,120,0']],
  },
  {
    format: 'nmea',
    file: `${sentence('GPGGA,000010,4900.000,N,12000.000,E,1,08,0.9,545.4,M,46.9,M,,')}\n$GPRMC,000011,A,4900.0,N,12000.0,E,0,0,010526,,*00\n`,
    reasons: ['bad-checksum', 'no-date'],
    kept: [['$GPRMC,000011'], ['GPGGA,000010']],
  },
];

describe.each(cases)('a $format whose records cannot all be read', ({ format, file, reasons, kept }) => {
  it('keeps each alone, with its own time where it says one', async () => {
    const read = await readTrack(file);
    expect([read.format, read.refused.map(({ reason }) => reason).sort()]).toEqual([
      format,
      reasons.toSorted(),
    ]);
    const records = read.kept.flatMap(({ raw, recordedAt }) =>
      raw ? [{ text: Buffer.from(raw).toString(), recordedAt }] : [],
    );
    expect(records).toHaveLength(kept.length);
    kept.forEach(([text, recordedAt]) => {
      const found = records.find((record) => record.text.includes(text));
      expect([text, found?.recordedAt]).toEqual([text, recordedAt]);
      expect(found?.text).not.toContain('lat="49" lon="120"');
    });
  });

  it('refuses what was kept for the same reason until it can be read', async () => {
    for (const { raw, reason } of (await readTrack(file)).kept) {
      if (!raw) continue;
      const { fixes, refused } = decodeAgain(format, raw, { receivedAt, secret: null });
      expect([fixes, refused[0]?.reason]).toEqual([[], reason]);
    }
  });
});

it('reads what was kept once it can be read: a table keeps its zone, its columns and its units', () => {
  const raw = Buffer.from(
    '# zone: Asia/Shanghai\nlat,lon,time,speed (km/h)\n"49","120","2026-05-01 08:00:10","36"\n',
  );
  const { fixes, refused } = decodeAgain('csv', raw, { receivedAt, secret: null });
  expect(refused).toEqual([]);
  expect(fixes).toMatchObject([{ lat: 49, lon: 120, recordedAt: at, speedMetresPerSecond: 10 }]);
});

it('keeps a plan and a damaged file of one long record out of it', async () => {
  const course = tcx(
    '<Trackpoint><Time>2026-05-01T00:00:10Z</Time><Position><LatitudeDegrees>49</LatitudeDegrees><LongitudeDegrees>120</LongitudeDegrees></Position></Trackpoint>',
  )
    .replaceAll('Activities', 'Courses')
    .replaceAll('Activity', 'Course');
  const long = gpx(
    `<trkpt lat="x" lon="1"><time>${'9'.repeat(900_000)}</time><desc>${'9'.repeat(900_000)}</desc></trkpt>`,
  );
  for (const file of [course, long])
    for (const { raw } of (await readTrack(file)).kept) expect(raw).toBeUndefined();
});

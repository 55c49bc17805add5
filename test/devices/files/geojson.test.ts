import { describe, expect, it } from 'vitest';
import { readTrack } from './read-track.ts';

const line = (
  properties: object,
  coordinates: unknown[] = [
    [120, 49],
    [120.1, 49],
  ],
) => ({
  type: 'Feature',
  properties,
  geometry: { type: 'LineString', coordinates },
});
const point = (time: unknown, coordinates: unknown[] = [120, 49]) => ({
  type: 'Feature',
  properties: { time },
  geometry: { type: 'Point', coordinates },
});
const collection = (...features: unknown[]) => JSON.stringify({ type: 'FeatureCollection', features });
const times = ['2026-05-01T00:00:00Z', 1_777_593_605];
const instants = [1_777_593_600_000, 1_777_593_605_000];

describe('geojsonReader', () => {
  it('finds the times of a line wherever programs put them', async () => {
    const ways = [{ times }, { coordTimes: times }, { coordinateProperties: { times } }];
    for (const way of ways) {
      const { fixes } = await readTrack(JSON.stringify(line(way)));
      expect(fixes.map(({ recordedAt }) => recordedAt)).toEqual(instants);
    }
  });

  it('refuses a line whose times do not fit its positions, and one without any', async () => {
    const { fixes, refused } = await readTrack(
      collection(line({ times: [1] }), line({}), point('2026-05-01T00:00:00Z')),
    );
    expect(refused.map(({ reason }) => reason)).toEqual([
      'times-differ',
      'times-differ',
      'no-time',
      'no-time',
    ]);
    expect(fixes.map(({ index }) => index)).toEqual([4]);
  });

  it('refuses one wrong point and keeps its neighbours', async () => {
    const wrong = [point('noon'), point(null), point(1_777_593_600, ['120', 49]), point(1_777_593_600, [])];
    const { fixes, refused } = await readTrack(collection(point(times[0]), ...wrong, point(times[1])));
    expect(refused.map(({ reason }) => reason)).toEqual([
      'bad-time',
      'no-time',
      'not-a-number',
      'not-a-number',
    ]);
    expect(fixes.map(({ index, recordedAt }) => [index, recordedAt])).toEqual([
      [0, instants[0]],
      [5, instants[1]],
    ]);
  });

  it('reads back what this product gives out of a device', async () => {
    const properties = {
      recordedAt: '2026-05-01T00:00:00.000Z',
      accuracyMetres: 5,
      speedMetresPerSecond: 1.5,
      courseDegrees: 90,
      altitudeMetres: 700,
    };
    const feature = { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [120, 49] } };
    const { fixes } = await readTrack(collection(feature));
    expect(fixes).toEqual([
      {
        index: 0,
        recordedAt: instants[0],
        lon: 120,
        lat: 49,
        accuracyMetres: 5,
        speedMetresPerSecond: 1.5,
        courseDegrees: 90,
        altitudeMetres: 700,
      },
    ]);
  });

  it('reads the lines of a MultiLineString with breaks between them, times nested or in one list', async () => {
    const geometry = {
      type: 'MultiLineString',
      coordinates: [
        [[120, 49]],
        [
          [120.1, 49],
          [120.2, 49],
        ],
      ],
    };
    for (const own of [
      [[times[0]], [1, 2]],
      [times[0], 1, 2],
    ]) {
      const { fixes } = await readTrack(
        JSON.stringify({ type: 'Feature', properties: { times: own }, geometry }),
      );
      expect(fixes.map(({ recordedAt, breakBefore }) => [recordedAt, breakBefore ?? false])).toEqual([
        [instants[0], false],
        [1000, true],
        [2000, false],
      ]);
    }
  });

  it('takes nothing of a declared reference system but longitude and latitude', async () => {
    const crs = (name: string) => ({ type: 'name', properties: { name } });
    const metres = {
      ...line({ times }, [
        [50, 40],
        [60, 40],
      ]),
      crs: crs('urn:ogc:def:crs:EPSG::2056'),
    };
    expect((await readTrack(JSON.stringify(metres))).refused.map(({ reason }) => reason)).toEqual([
      'other-reference-system',
      'other-reference-system',
    ]);
    for (const name of ['urn:ogc:def:crs:OGC:1.3:CRS84', 'EPSG:4326', 'urn:ogc:def:crs:EPSG::4490'])
      expect((await readTrack(JSON.stringify({ ...line({ times }), crs: crs(name) }))).fixes).toHaveLength(2);
  });

  it('answers what is JSON and no GeoJSON', async () => {
    await expect(readTrack('{"type":"Topology","objects":{}}')).rejects.toMatchObject({ status: 415 });
    expect(await readTrack('[1,2]')).toMatchObject({
      refused: [{ index: 0, reason: 'not-json' }],
      ending: 'cut',
    });
  });
});

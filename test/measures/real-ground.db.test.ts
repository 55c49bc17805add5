import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { surveyOf } from '../../server/coverage/measures/survey.ts';
import { plainVisits } from '../coverage/plain-visits.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePlan, makePoint } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();
const long = '1995-01-01T00:00:00Z';

async function uploader() {
  const server = await startServer(db, { RETENTION_MONTHS: '0' });
  const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
  const client = server.withToken(token);
  return async (parameters: string, body: Buffer | string, type: string) => {
    const device = await makeDevice(db);
    const { status } = await client.post(`/api/tracks?device=${device}${parameters}`, body, {
      'content-type': type,
    });
    expect(status).toBe(200);
    return device;
  };
}

const textOf = (path: string) => readFileSync(join(dataFolder, 'tracks', path), 'utf8');

test.skipIf(!withData)(
  `stays at the waypoints that hikers of the Blue Hills had noted are those of plain SQL${dataNote}`,
  async () => {
    const planId = await makePlan(db, { from: long });
    const cell = await makeCell(db, { planIds: [planId], box: [-71.2, 42.1, -71.0, 42.3] });
    const gpx = textOf('togeojson/blue_hills.gpx');
    const noted = [...gpx.matchAll(/<wpt lat="([\d.-]+)" lon="([\d.-]+)"/g)];
    for (const [, lat, lon] of noted) await makePoint(db, { at: [Number(lon), Number(lat)], from: long });
    await (await uploader())('', gpx, 'application/gpx+xml');
    const wants = { points: true, roads: false, squares: false };
    const survey = await surveyOf(db, [planId], wants, [Date.UTC(2001, 0), Date.UTC(2002, 0)]);
    const found = survey.pointsIn(cell).flatMap(({ versions, presences }) =>
      versions.flatMap((version) => {
        const stays = presences(version);
        const gaps = stays.flatMap((stay) => stay.gaps);
        const seconds = (times: readonly { 0: number; 1: number }[]) =>
          times.reduce((sum, time) => sum + (time[1] - time[0]) / 1000, 0);
        return stays.length === 0
          ? []
          : [
              {
                point: version.id,
                visits: stays.length,
                present: seconds(stays.map(({ enteredAt, leftAt }) => [enteredAt, leftAt])),
                bridged: seconds(gaps),
              },
            ];
      }),
    );
    const { rows } = await db.raw(
      plainVisits({
        id: 'point_versions.id',
        join: 'join point_versions on st_distance(point_versions.position::geography, point::geography) <= radius_metres',
      }),
    );
    const plain = rows.map(({ cell: point, visits, present, bridged }: (typeof rows)[number]) => ({
      ...{ point, visits, present, bridged },
    }));
    const byPoint = (a: { point: number }, b: { point: number }) => a.point - b.point;
    expect(plain.length).toBeGreaterThan(10);
    expect(found.sort(byPoint)).toEqual(plain.sort(byPoint));
  },
);

/** Metres east and north on a plane that is true about 53.43° N. */
const plane = (point: string) => `st_makepoint(st_x(${point}) * 66450, st_y(${point}) * 111290)`;

/** METHODS B3 in plain SQL: pieces of 50 m, passed within 30 m and 45 degrees by a leg of 60 km/h at most. */
const plainPasses = `
  with road as materialized (
    select st_setsrid(st_makeline(array(select ${plane('dumped.geom')} from st_dumppoints(geometry) dumped)), 0) as line,
      cast(ceil(st_length(geometry::geography) / 50) as integer) as count
    from layer_features
  ), pieces as materialized (
    select index, st_lineinterpolatepoint(line, (index + 0.5) / count) as middle,
      st_azimuth(st_lineinterpolatepoint(line, index * 1.0 / count),
        st_lineinterpolatepoint(line, least(1, (index + 1) * 1.0 / count))) as heading
    from road, generate_series(0, count - 1) index
  ), good as (
    select device_id, recorded_at as at, ${plane('st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7)')} as point,
      row_number() over (partition by device_id order by recorded_at, lon_e7, lat_e7) as place
    from fixes where flags = 0 and not break_before
  ), legs as materialized (
    select a.device_id, a.at, extract(epoch from b.at - a.at) as seconds, st_makeline(a.point, b.point) as way,
      st_distance(a.point, b.point) as metres, st_azimuth(a.point, b.point) as heading
    from good a join good b on b.device_id = a.device_id and b.place = a.place + 1
    where b.at > a.at and b.at - a.at <= interval '120 s'
  ), passed as (
    select device_id, index, at + make_interval(secs => seconds * st_linelocatepoint(way, middle)) as at
    from legs join pieces on st_dwithin(way, middle, 30)
    where metres >= 0.5 * seconds and metres <= seconds * 60 / 3.6
      and abs(mod(cast(degrees(legs.heading - pieces.heading) as numeric) + 720 + 90, 180) - 90) <= 45
  ), spaced as (
    select *, at - lag(at) over (partition by device_id, index order by at) as since from passed
  )
  select index, extract(epoch from at)::float8 * 1000 as at from spaced
  where since is null or since > interval '180 s' order by index, at`;

test.skipIf(!withData)(
  `buses of Liverpool pass the way that another bus took as plain SQL finds${dataNote}`,
  async () => {
    const planId = await makePlan(db, { from: long });
    const cell = await makeCell(db, { planIds: [planId], box: [-3.1, 53.3, -2.8, 53.6] });
    const [header = '', ...lines] = textOf('movingpandas/route14_outbound.csv').trim().split('\n');
    const ofTrip = (id: string) => lines.filter((line) => line.split(',')[2] === `"${id}"`);
    const way = ofTrip('1097').map((line) => line.split(',').slice(4, 6).map(Number).reverse());
    const [layer] = await db('layers').insert({ kind: 'lines', name: 'Route 14' }).returning('id');
    await db.raw(
      `insert into layer_features (layer_id, index, geometry, class)
       values (:id, 0, st_setsrid(st_geomfromgeojson(:line), 4326), 'highway=primary')`,
      { id: layer.id, line: JSON.stringify({ type: 'LineString', coordinates: way }) },
    );
    const mapping = encodeURIComponent(
      JSON.stringify({ lat: 'latitude', lon: 'longitude', time: 'timestamp' }),
    );
    const upload = await uploader();
    for (const id of ['1099', '1101', '1105', '1111'])
      await upload(`&zone=Europe/London&mapping=${mapping}`, [header, ...ofTrip(id)].join('\n'), 'text/csv');
    const wants = { points: false, roads: true, squares: false };
    const period = [Date.UTC(2026, 0, 25), Date.UTC(2026, 0, 28)] as const;
    const pieces = (await surveyOf(db, [planId], wants, period)).piecesIn(cell);
    const { rows } = await db.raw(plainPasses);
    const passesAt = (index: number) => rows.filter((row: { index: number }) => row.index === index);
    const wrong = pieces.filter(({ passes }, index) => {
      const wanted = passesAt(index);
      return (
        wanted.length !== passes.length ||
        passes.some(({ at }, place) => Math.abs(at - wanted[place].at) > 1_500)
      );
    });
    expect(pieces.length).toBeGreaterThan(150);
    expect(rows.length).toBeGreaterThan(300);
    // A middle may lie at 30 m to a centimetre.
    expect(wrong.length).toBeLessThanOrEqual(0.02 * pieces.length);
  },
);

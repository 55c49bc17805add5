import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePlan } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

type PlainRow = {
  cell: number;
  visits: number;
  present: number;
  bridged: number;
  metres: number;
  last: Date | null;
};

/** Real tracks, the corner and size of a grid (no position lies on a border, which PostGIS gives to both sides) of cells over them, and the period that they lie in. */
type Sample = {
  name: string;
  files: { path: string; parameters?: string; type?: string }[];
  west: number;
  south: number;
  across: number;
  cell: [lon: number, lat: number];
  period: string;
};

const bus = encodeURIComponent(JSON.stringify({ lat: 'latitude', lon: 'longitude', time: 'timestamp' }));
const samples: Sample[] = [
  {
    name: 'walks and rides in Beijing',
    files: ['20081024020227', '20081026043935', '20081030014603'].map((file) => ({
      path: `tracks/geolife/plt/003/Trajectory/${file}.plt`,
    })),
    west: 116.2800037,
    south: 39.9600037,
    across: 12,
    cell: [0.008, 0.006],
    period: 'from=2008-10-20&to=2008-11-02',
  },
  {
    name: 'a bus in Liverpool',
    files: [
      {
        path: 'tracks/movingpandas/route14_outbound.csv',
        parameters: `&zone=Europe/London&mapping=${bus}`,
        type: 'text/csv',
      },
    ],
    west: -2.99,
    south: 53.4,
    across: 12,
    cell: [0.01, 0.006],
    period: 'from=2026-01-24&to=2026-01-29',
  },
  {
    name: 'a hike to Korita and Žbevnica',
    files: [{ path: 'tracks/gpxpy/korita-zbevnica.gpx' }],
    west: 14.0,
    south: 45.365,
    across: 12,
    cell: [0.015, 0.009],
    period: 'from=2010-10-02&to=2010-10-05',
  },
  {
    name: 'hikes in the Blue Hills',
    files: [{ path: 'tracks/togeojson/blue_hills.gpx' }],
    west: -71.13,
    south: 42.2,
    across: 12,
    cell: [0.006, 0.003],
    period: 'from=2001-01-01&to=2001-12-31',
  },
];

/**
 * Visits as METHODS B2 defines them, from the stored fixes in plain SQL: the fixes inside a cell are chained where nothing
 * but legs lies between two of them and they are three minutes apart at most, or where a silence of a quarter of an hour
 * at most follows the one and ends with the other. A visit begins with the first leg inside of its chain.
 */
const plainVisits = `
  with good as (
    select device_id, recorded_at as at, lon_e7, lat_e7,
      st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point,
      sum(case when break_before then 1 else 0 end) over (partition by device_id order by recorded_at, lon_e7, lat_e7) as breaks,
      row_number() over (partition by device_id order by recorded_at, lon_e7, lat_e7) as place
    from fixes where flags = 0
  ), paired as (
    select good.*, lag(at) over line as before, lag(breaks) over line as breaks_before,
      st_distance(point::geography, (lag(point) over line)::geography) as metres
    from good window line as (partition by device_id order by place)
  ), legged as (
    select *, coalesce(at - before <= interval '120 s' and breaks = breaks_before and metres <= 2000
        and metres <= 40 * extract(epoch from at - before), false) as is_leg,
      sum(case when at - before <= interval '120 s' and breaks = breaks_before and metres <= 2000
        and metres <= 40 * extract(epoch from at - before) then 0 else 1 end)
        over (partition by device_id order by place) as silences
    from paired
  ), inside as (
    select cell_id, legged.*, lag(place) over here as last_place, lag(at) over here as last_at,
      lag(silences) over here as last_silences
    from legged join cells on st_covers(cells.geometry, point) join plan_cells on cell_id = cells.id and plan_id = :planId
    window here as (partition by cell_id, device_id order by place)
  ), linked as (
    select *, silences = last_silences and at - last_at <= interval '180 s' as by_legs,
      place = last_place + 1 and not is_leg and at - last_at <= interval '900 s' as by_silence,
      place = last_place + 1 and is_leg as by_leg
    from inside
  ), chained as (
    select *, sum(case when by_legs or by_silence then 0 else 1 end)
      over (partition by cell_id, device_id order by place) as chain
    from linked
  ), opened as (
    select *, sum(case when by_leg then 1 else 0 end) over (partition by cell_id, device_id, chain order by place) as legs
    from chained
  ), visits as (
    select cell_id, device_id, chain, min(last_at) as entered, max(at) as departed,
      sum(extract(epoch from at - last_at)) filter (where by_silence) as bridged,
      sum(metres) filter (where by_leg) as metres
    from opened where legs > 0 and (by_legs or by_silence) group by cell_id, device_id, chain
  )
  select cell_id as cell, count(*)::integer as visits, sum(extract(epoch from departed - entered))::float8 as present,
    coalesce(sum(bridged), 0)::float8 as bridged, coalesce(sum(metres), 0) as metres, max(departed) as last
  from visits group by cell_id`;

test.skipIf(!withData).each(samples)(
  `visits, dwell and length of $name are those of plain SQL${dataNote}`,
  async ({ files, west, south, across, cell: [width, height], period }) => {
    const server = await startServer(db, { RETENTION_MONTHS: '0' });
    const { token } = await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] });
    const chief = server.withToken(token);
    const planId = await makePlan(db, { from: '1995-01-01T00:00:00Z' });
    for (let x = 0; x < across; x++)
      for (let y = 0; y < across; y++) {
        const corner = [west + x * width, south + y * height] as const;
        await makeCell(db, { planIds: [planId], box: [...corner, corner[0] + width, corner[1] + height] });
      }
    const device = await makeDevice(db);
    for (const { path, parameters = '', type = 'application/octet-stream' } of files) {
      const sent = await chief.post(
        `/api/tracks?device=${device}${parameters}`,
        readFileSync(join(dataFolder, path)),
        { 'content-type': type },
      );
      expect(sent.status).toBe(200);
    }
    const { body } = await chief.get(`/api/coverage?${period}`);
    const { rows } = await db.raw(plainVisits, { planId });
    const plain = new Map<number, PlainRow>(rows.map((row: PlainRow) => [row.cell, row]));
    expect(plain.size).toBeGreaterThan(5);
    for (const row of body.cells) {
      const wanted = plain.get(row.cell) ?? { visits: 0, present: 0, bridged: 0, metres: 0, last: null };
      expect(row).toMatchObject({
        visits: wanted.visits,
        bridgedSeconds: wanted.bridged,
        lastVisitAt: wanted.last?.toISOString() ?? null,
      });
      expect(row.dwellSeconds).toBeCloseTo(wanted.present - wanted.bridged, 3);
      expect(Math.abs(row.metres - wanted.metres)).toBeLessThan(0.1 + wanted.metres / 5_000);
    }
  },
  60_000,
);

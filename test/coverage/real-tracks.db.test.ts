import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePlan } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';
import { plainVisits } from './plain-visits.ts';

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
  /** Of several devices each says which. */
  files: { path: string; device?: string; parameters?: string; type?: string }[];
  west: number;
  south: number;
  across: number;
  cell: [lon: number, lat: number];
  period: string;
};

const bus = encodeURIComponent(JSON.stringify({ lat: 'latitude', lon: 'longitude', time: 'timestamp' }));
/** Some trajectories of each user of GeoLife: the plain SQL takes a minute for all of them. */
const geolife = ['000', '003', '004'].flatMap((device) => {
  const folder = `tracks/geolife/plt/${device}/Trajectory`;
  const names = withData ? readdirSync(join(dataFolder, folder)).sort() : [];
  return names.slice(0, 2).map((name) => ({ path: `${folder}/${name}`, device }));
});
const samples: Sample[] = [
  {
    name: 'ways of three people in Beijing',
    files: geolife,
    west: 116.2800037,
    south: 39.9600037,
    across: 12,
    cell: [0.008, 0.006],
    period: 'from=2008-10-20&to=2008-11-10',
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

const cellsOfPlan = {
  id: 'cell_id',
  join: 'join cells on st_covers(cells.geometry, point) join plan_cells on cell_id = cells.id and plan_id = :planId',
};

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
    const devices = new Map<string, number>();
    for (const { path, device: name = '', parameters = '', type = 'application/octet-stream' } of files) {
      const device = devices.get(name) ?? (await makeDevice(db));
      devices.set(name, device);
      const sent = await chief.post(
        `/api/tracks?device=${device}${parameters}`,
        readFileSync(join(dataFolder, path)),
        { 'content-type': type },
      );
      expect(sent.status).toBe(200);
    }
    const { body } = await chief.get(`/api/coverage?${period}`);
    const { rows } = await db.raw(plainVisits(cellsOfPlan), { planId });
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
);

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cellRaster } from '../../server/sweeps/cell-raster.ts';
import { makeAccount } from '../support/accounts.ts';
import { usesEmbedded } from '../support/choice.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePlan } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';
import { exactShares, reachMetres } from './exact-shares.ts';

const { db } = await testDatabase();

const trajectories = (user: string, file: string) =>
  join(dataFolder, `tracks/geolife/plt/${user}/Trajectory/${file}.plt`);
// There the exact union comes back without rows, though its parts are right one by one; why is not known.
const engineNote = usesEmbedded() ? ' (skipped: the exact union has no rows on the embedded engine)' : '';
const binary = { 'content-type': 'application/octet-stream' };

function pixelsOf([west, south, east, north]: readonly [number, number, number, number]): number {
  const ring = [west, south, east, south, east, north, west, north, west, south];
  return cellRaster([[Float64Array.from(ring)]], reachMetres).pixels;
}

/** The walked ground in cells of 2,500 pixels and more and in smaller ones, and how far a share may be off. */
const grids = [
  { name: 'half a per cent', across: 8, every: 1, isLarge: true, off: 0.005 },
  { name: 'one and a half per cent in small cells', across: 60, every: 4, isLarge: false, off: 0.015 },
];

test.skipIf(!withData || usesEmbedded()).each(grids)(
  `the swept share of Beijing's walks is that of the exact union within $name${dataNote}${engineNote}`,
  async ({ across, every, isLarge, off }) => {
    const server = await startServer(db, { RETENTION_MONTHS: '0' });
    const chief = server.withToken(
      (await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token,
    );
    const planId = await makePlan(db, { from: '2008-01-01T00:00:00Z' });
    const [width, height] = [0.024 / across, 0.02 / across];
    for (let x = 0; x < across; x += every)
      for (let y = 0; y < across; y += every) {
        const [west, south] = [116.306 + x * width, 39.98 + y * height];
        const box = [west, south, west + width, south + height] as const;
        expect(pixelsOf(box) >= 2_500).toBe(isLarge);
        await makeCell(db, { planIds: [planId], box });
      }
    for (const [user, ...files] of [['003', '20081024020227', '20081030014603']] as const) {
      const device = await makeDevice(db);
      for (const file of files) {
        const sent = await chief.post(
          `/api/tracks?device=${device}`,
          readFileSync(trajectories(user, file)),
          binary,
        );
        expect(sent.status).toBe(200);
      }
    }
    const { body } = await chief.get('/api/coverage?from=2008-10-20&to=2008-11-01');
    const exact = await exactShares(db, planId, 32650);
    let [swept, repeated] = [0, 0];
    for (const { cell, sweptShare, sweptRepeatedlyShare } of body.cells) {
      const { once, repeatedly } = exact.get(cell) ?? { once: 0, repeatedly: 0 };
      expect(Math.abs(sweptShare - once)).toBeLessThan(off);
      expect(Math.abs(sweptRepeatedlyShare - repeatedly)).toBeLessThan(off);
      if (once > 0.1) swept++;
      if (repeatedly > 0.02) repeated++;
    }
    expect(body.cells).toHaveLength((across / every) ** 2);
    expect([swept > 2, repeated > 2]).toEqual([true, true]);
  },
  60_000,
);

/** Two of a folder: the union of more takes the plain SQL long. */
const firstFiles = (folder: string) =>
  (withData ? readdirSync(join(dataFolder, folder)).sort().slice(0, 2) : []).map(
    (file) => `${folder}/${file}`,
  );

/** Tracks of others, how a position reads in each, and the metric projection of the place. */
type Track = {
  name: string;
  paths: string[];
  position: RegExp;
  parameters?: string;
  type?: string;
  srid: number;
  period: string;
};
const tracks: Track[] = [
  {
    name: 'a bus in Liverpool',
    paths: ['tracks/movingpandas/route14_outbound.csv'],
    position: /",(?<lat>[\d.]+),(?<lon>-[\d.]+),/g,
    parameters: `&zone=Europe/London&mapping=${encodeURIComponent(
      JSON.stringify({ lat: 'latitude', lon: 'longitude', time: 'timestamp' }),
    )}`,
    type: 'text/csv',
    srid: 32630,
    period: 'from=2026-01-24&to=2026-01-29',
  },
  {
    name: 'a hike to Korita and Žbevnica',
    paths: ['tracks/gpxpy/korita-zbevnica.gpx'],
    position: /<trkpt lat="(?<lat>[\d.]+)" lon="(?<lon>[\d.]+)"/g,
    srid: 32633,
    period: 'from=2010-10-02&to=2010-10-05',
  },
  {
    name: 'hikes in the Blue Hills',
    paths: ['tracks/togeojson/blue_hills.gpx'],
    position: /<trkpt lat="(?<lat>[\d.]+)" lon="(?<lon>-[\d.]+)"/g,
    srid: 32619,
    period: 'from=2001-01-01&to=2001-12-31',
  },
  ...['000', '004'].map((user) => ({
    name: `user ${user} of GeoLife`,
    paths: firstFiles(`tracks/geolife/plt/${user}/Trajectory`),
    position: /^(?<lat>[\d.]+),(?<lon>[\d.]+),0,/gm,
    type: 'application/octet-stream',
    srid: 32650,
    period: 'from=2008-10-20&to=2008-11-01',
  })),
];
const sizes = [
  { size: 'cells of 2,500 pixels and more', cell: [0.008, 0.005], isLarge: true, off: 0.005 },
  { size: 'small cells', cell: [0.0006, 0.0004], isLarge: false, off: 0.015 },
] as const;
const mostCells = 120;

/** The cells of a grid that positions lie in, spread over them, and their neighbours to the east. */
function boxesAlong(
  positions: readonly (readonly [number, number])[],
  [width, height]: readonly [number, number],
) {
  const cells = new Set<string>();
  for (const [lon, lat] of positions) cells.add(`${Math.floor(lon / width)} ${Math.floor(lat / height)}`);
  const every = Math.ceil((2 * cells.size) / mostCells);
  const chosen = [...cells].filter((_, place) => place % every === 0);
  const all = new Set(
    chosen.flatMap((one) => {
      const [x, y] = one.split(' ').map(Number);
      return [one, `${(x ?? 0) + 1} ${y}`];
    }),
  );
  return [...all].map((one): [number, number, number, number] => {
    const [x = 0, y = 0] = one.split(' ').map(Number);
    return [x * width, y * height, (x + 1) * width, (y + 1) * height];
  });
}

const cases = tracks.flatMap((track) => sizes.map((size) => ({ ...track, ...size })));
test.skipIf(!withData || usesEmbedded()).each(cases)(
  `the swept share of $name is that of the exact union in $size${dataNote}${engineNote}`,
  async ({ paths, position, parameters = '', type, srid, period, cell: size, isLarge, off }) => {
    const files = paths.map((path) => readFileSync(join(dataFolder, path), 'utf8'));
    const positions = files.flatMap((file) =>
      [...file.matchAll(position)].map(
        ({ groups }) => [Number(groups?.['lon']), Number(groups?.['lat'])] as const,
      ),
    );
    const server = await startServer(db, { RETENTION_MONTHS: '0' });
    const chief = server.withToken(
      (await makeAccount(db, { grants: [{ role: 'chief', areaId: null }] })).token,
    );
    const planId = await makePlan(db, { from: '1995-01-01T00:00:00Z' });
    for (const box of boxesAlong(positions, size)) {
      expect(pixelsOf(box) >= 2_500).toBe(isLarge);
      await makeCell(db, { planIds: [planId], box });
    }
    const device = await makeDevice(db);
    for (const file of files) {
      const headers = { 'content-type': type ?? 'application/gpx+xml' };
      const sent = await chief.post(`/api/tracks?device=${device}${parameters}`, file, headers);
      expect(sent.status).toBe(200);
    }
    const { body } = await chief.get(`/api/coverage?${period}`);
    const exact = await exactShares(db, planId, srid);
    let swept = 0;
    for (const { cell, sweptShare, sweptRepeatedlyShare } of body.cells) {
      const { once, repeatedly } = exact.get(cell) ?? { once: 0, repeatedly: 0 };
      expect(Math.abs(sweptShare - once)).toBeLessThan(off);
      expect(Math.abs(sweptRepeatedlyShare - repeatedly)).toBeLessThan(off);
      if (once > 0.02) swept++;
    }
    expect(swept).toBeGreaterThan(3);
  },
);

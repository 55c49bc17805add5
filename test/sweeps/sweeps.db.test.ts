import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cellRaster } from '../../server/sweeps/cell-raster.ts';
import { makeAccount } from '../support/accounts.ts';
import { usesEmbedded } from '../support/choice.ts';
import { testDatabase } from '../support/database.ts';
import { makeCell, makeDevice, makePlan } from '../support/district.ts';
import { dataFolder, dataNote, withData } from '../support/real-data.ts';
import { startServer } from '../support/server.ts';

const { db } = await testDatabase();

const trajectories = (user: string, file: string) =>
  join(dataFolder, `tracks/geolife/plt/${user}/Trajectory/${file}.plt`);
// There the exact union comes back without rows, though its parts are right one by one; why is not known.
const engineNote = usesEmbedded() ? ' (skipped: the exact union has no rows on the embedded engine)' : '';
const binary = { 'content-type': 'application/octet-stream' };

/**
 * The share of each cell that the exact union of buffered legs covers (METHODS B2 and B4), from the stored fixes in plain
 * SQL: 25 m to each side, by day or over all days.
 */
async function exactShares(planId: number): Promise<Map<number, { once: number; repeatedly: number }>> {
  const { rows } = await db.raw(
    `with good as (
       select device_id, recorded_at, st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326) as point,
         lag(recorded_at) over line as before,
         lag(st_setsrid(st_makepoint(lon_e7 / 1e7, lat_e7 / 1e7), 4326)) over line as point_before
       from fixes where flags = 0 and coalesce(accuracy_metres, 0) <= 50
       window line as (partition by device_id order by recorded_at, lon_e7, lat_e7)
     ), legs as (
       select cast(recorded_at at time zone 'Asia/Shanghai' as date) as day,
         st_buffer(st_transform(st_makeline(point_before, point), 32650), 25, 'quad_segs=16') as strip
       from good
       where recorded_at - before <= interval '120 s' and st_distance(point::geography, point_before::geography) <= 2000
         and st_distance(point::geography, point_before::geography)
           <= 30 / 3.6 * extract(epoch from recorded_at - before)
     ), by_cell as (
       select cell_id, day, st_intersection(st_union(strip), st_transform(cells.geometry, 32650)) as swept
       from plan_cells join cells on cells.id = cell_id
       join legs on st_intersects(strip, st_transform(cells.geometry, 32650))
       where plan_id = :planId group by cell_id, day, cells.geometry
     ), twice as (
       select a.cell_id, st_union(st_intersection(a.swept, b.swept)) as again
       from by_cell a join by_cell b on a.cell_id = b.cell_id and a.day < b.day group by a.cell_id
     )
     select by_cell.cell_id as cell, st_area(st_union(swept)) / st_area(st_transform(cells.geometry, 32650)) as once,
       coalesce(st_area(again), 0) / st_area(st_transform(cells.geometry, 32650)) as repeatedly
     from by_cell join cells on cells.id = cell_id left join twice on twice.cell_id = by_cell.cell_id
     group by by_cell.cell_id, cells.geometry, again`,
    { planId },
  );
  return new Map(
    rows.map((row: { cell: number; once: number; repeatedly: number }) => [
      row.cell,
      { once: row.once, repeatedly: row.repeatedly },
    ]),
  );
}

function pixelsOf([west, south, east, north]: readonly [number, number, number, number]): number {
  const ring = [west, south, east, south, east, north, west, north, west, south];
  return cellRaster([[Float64Array.from(ring)]], 25).pixels;
}

/** The walked ground in cells of 2,500 pixels and more and in smaller ones, and how far a share may be off. */
const grids = [
  { name: 'half a per cent', across: 8, every: 1, isLarge: true, off: 0.005 },
  { name: 'one and a half per cent in small cells', across: 60, every: 3, isLarge: false, off: 0.015 },
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
    const exact = await exactShares(planId);
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

import { createHash } from 'node:crypto';
import Flatbush from 'flatbush';
import type { Knex } from 'knex';
import { landOf } from '../coverage/land.ts';
import type { Bounds } from '../geo/position.ts';
import { polygonsOfWkb } from '../geo/wkb.ts';
import { type CellRaster, cellRaster } from './cell-raster.ts';
import type { Legs } from './legs.ts';
import { farthestOf, narrowestOf, type Reach, reachIn, reachOfWidth } from './reach.ts';

/** The cells of a plan as they are swept. */
export type SweptGround = {
  planId: number;
  /** 0 for what is usual in each kind of place. */
  widthMetres: number;
  /** Changes with anything that the bitmaps depend on beside the fixes. */
  signature: string;
  /** The cells that legs may sweep, each with the places of these legs. */
  near: (legs: Legs) => Map<number, number[]>;
  reachAt: (index: number) => Reach;
  cellIdAt: (index: number) => number;
  /** West, south, east and north of a cell in degrees. */
  boundsAt: (index: number) => Readonly<Bounds>;
  /** A box in degrees that holds all legs that can sweep something of a cell; undefined where the plan has no such cell. */
  around: (cellId: number) => Readonly<Bounds> | undefined;
  /** The cells whose bounds meet a box in degrees. */
  within: (box: Readonly<Bounds>) => number[];
  /** The rasters of the cells, read where they are not held. */
  rasters: (db: Knex, indexes: readonly number[]) => Promise<ReadonlyMap<number, CellRaster>>;
};

/** Raised whenever the bitmaps of the same fixes would come out otherwise. */
const formula = 2;
const mostGroundsHeld = 6;
/** Four bytes each. */
const mostSpansHeld = 3_000_000;
const metresPerDegree = 111_320;

type Held = Map<string, { land: object; ground: SweptGround }>;
const heldByDatabase = new WeakMap<object, Held>();

/** A plan's cells with the sweep width, in memory while the plan's land stays. */
export async function sweptGroundOf(db: Knex, planId: number, widthMetres: number): Promise<SweptGround> {
  const land = await landOf(db, planId);
  // A transaction shares its settings with its pool, so both find the same grounds.
  const key: object = db.client.config;
  const held = heldByDatabase.get(key) ?? new Map();
  heldByDatabase.set(key, held);
  const name = `${planId} ${widthMetres}`;
  const known = held.get(name);
  if (known?.land === land) return known.ground;
  const ground = groundOf(planId, widthMetres, land.cells);
  held.delete(name);
  held.set(name, { land, ground });
  for (const oldest of [...held.keys()].slice(0, held.size - mostGroundsHeld)) held.delete(oldest);
  return ground;
}

const noReach: Reach = { foot: 0, vehicle: 0, lookout: 0, vehicleUpToMetresPerSecond: 0 };

type Cells = Awaited<ReturnType<typeof landOf>>['cells'];

function groundOf(planId: number, widthMetres: number, cells: Cells): SweptGround {
  const reaches = cells.map((cell) => (widthMetres > 0 ? reachOfWidth(widthMetres) : reachIn(cell)));
  const hash = createHash('sha256').update(`${formula}`);
  cells.forEach(({ id }, index) => {
    const { foot, vehicle, lookout, vehicleUpToMetresPerSecond } = reaches[index] ?? noReach;
    hash.update(`,${id}:${foot}/${vehicle}/${lookout}/${vehicleUpToMetresPerSecond}`);
  });
  const farthest = Math.max(0, ...new Set(reaches.map(farthestOf)));
  const search = searchOf(cells);
  const reachAt = (index: number) => reaches[index] ?? noReach;
  const cellIdAt = (index: number) => cells[index]?.id ?? 0;
  return {
    planId,
    widthMetres,
    signature: hash.digest('hex').slice(0, 32),
    near: nearOf(search, farthest),
    reachAt,
    cellIdAt,
    boundsAt: (index) => cells[index]?.bounds ?? [0, 0, 0, 0],
    around: (cellId) => {
      const index = cells.findIndex(({ id }) => id === cellId);
      const bounds = cells[index]?.bounds;
      return bounds && widened(bounds, farthestOf(reachAt(index)));
    },
    within: search,
    rasters: heldRasters(cellIdAt, (index) => narrowestOf(reachAt(index))),
  };
}

/** Legs are looked up a few at a time, as long as they stay together. */
const togetherDegrees = 0.002;
const mostTogether = 64;

function searchOf(cells: Cells): SweptGround['within'] {
  if (cells.length === 0) return () => [];
  const tree = new Flatbush(cells.length);
  for (const { bounds } of cells) tree.add(...bounds);
  tree.finish();
  return ([west, south, east, north]) => tree.search(west, south, east, north);
}

function widened([west, south, east, north]: Readonly<Bounds>, metres: number): Readonly<Bounds> {
  const up = metres / metresPerDegree;
  const aside = up / Math.max(0.01, Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180));
  return [west - aside, south - up, east + aside, north + up];
}

function nearOf(search: SweptGround['within'], farthestMetres: number): SweptGround['near'] {
  return ({ fromLon, fromLat, toLon, toLat }) => {
    const near = new Map<number, number[]>();
    for (let first = 0; first < fromLon.length; ) {
      let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
      let behind = first;
      do {
        west = Math.min(west, fromLon[behind] ?? 0, toLon[behind] ?? 0);
        east = Math.max(east, fromLon[behind] ?? 0, toLon[behind] ?? 0);
        south = Math.min(south, fromLat[behind] ?? 0, toLat[behind] ?? 0);
        north = Math.max(north, fromLat[behind] ?? 0, toLat[behind] ?? 0);
        behind++;
      } while (
        behind < fromLon.length &&
        behind - first < mostTogether &&
        Math.abs((toLon[behind] ?? 0) - west) < togetherDegrees &&
        Math.abs((toLat[behind] ?? 0) - south) < togetherDegrees
      );
      for (const index of search(widened([west, south, east, north], farthestMetres))) {
        const places = near.get(index);
        if (!places) near.set(index, range(first, behind));
        else for (let place = first; place < behind; place++) places.push(place);
      }
      first = behind;
    }
    return near;
  };
}

const range = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => from + index);

function heldRasters(
  cellIdAt: (index: number) => number,
  reachMetresAt: (index: number) => number,
): SweptGround['rasters'] {
  const held = new Map<number, CellRaster>();
  let spans = 0;
  return async (db, indexes) => {
    const found = new Map<number, CellRaster>();
    const missing = new Map<number, number>();
    for (const index of indexes) {
      const raster = held.get(index);
      if (raster) found.set(index, raster);
      else missing.set(cellIdAt(index), index);
    }
    if (missing.size === 0) return found;
    const { rows } = await db.raw(
      'select id, st_asbinary(geometry) as wkb from cells where id = any(cast(:ids as bigint[]))',
      { ids: [...missing.keys()] },
    );
    for (const { id, wkb } of rows) {
      const index = missing.get(id);
      if (index === undefined) continue;
      const raster = cellRaster(polygonsOfWkb(wkb), reachMetresAt(index));
      found.set(index, raster);
      held.set(index, raster);
      spans += raster.spans.length;
    }
    for (const [oldest, raster] of held) {
      if (spans <= mostSpansHeld) break;
      held.delete(oldest);
      spans -= raster.spans.length;
    }
    return found;
  };
}

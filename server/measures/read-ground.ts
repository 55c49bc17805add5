import type { Knex } from 'knex';
import {
  allVersions,
  cellsOfVersions,
  lineLayers,
  type PointVersion,
  pointsRevision,
  roadLines,
} from './ground-queries.ts';
import type { Ground } from './measure.ts';
import { type Piece, piecesOf } from './roads.ts';

/** The points and roads there are, as of the revision of the points. */
export type Places = { ground: Ground; versions: readonly PointVersion[] };

type Held = { key: string; places: Promise<Places> };
const heldByDatabase = new WeakMap<object, Held>();
const cellsHeld = new WeakMap<object, Map<string, Promise<Map<number, number>>>>();
const mostPlansHeld = 8;

/** All points, and, where they are wanted, the pieces of all roads; in memory until either changes. */
export async function readPlaces(db: Knex, withRoads: boolean): Promise<Places> {
  const [revision, layerIds] = await Promise.all([pointsRevision(db), withRoads ? lineLayers(db) : []]);
  // A transaction shares its settings with its pool, so both find the same.
  const owner: object = db.client.config;
  const held = heldByDatabase.get(owner);
  const key = `${revision} ${layerIds}`;
  if (held?.key === key) return held.places;
  const places = load(db, revision, layerIds);
  heldByDatabase.set(owner, { key, places });
  places.catch(() => heldByDatabase.delete(owner));
  return places;
}

async function load(db: Knex, revision: number, layerIds: readonly number[]): Promise<Places> {
  const [versions, lines] = await Promise.all([
    allVersions(db),
    layerIds.length > 0 ? roadLines(db, layerIds) : [],
  ]);
  const pieces: Piece[] = piecesOf(lines);
  const versionId = versions.at(-1)?.id ?? 0;
  return { ground: { revision, zones: versions, versionId, pieces, layerIds }, versions };
}

/** The cell of a plan that holds each version of a point, by version; in memory until the plan or a point changes. */
export async function cellsHolding(
  db: Knex,
  { ground }: Places,
  planId: number,
): Promise<ReadonlyMap<number, number>> {
  const { revision } = await db('plans').where({ id: planId }).first('revision');
  const owner: object = db.client.config;
  const held = cellsHeld.get(owner) ?? new Map<string, Promise<Map<number, number>>>();
  cellsHeld.set(owner, held);
  const key = `${planId} ${revision} ${ground.revision}`;
  const known = held.get(key) ?? cellsOfVersions(db, planId);
  held.delete(key);
  held.set(key, known);
  for (const oldest of [...held.keys()].slice(0, -mostPlansHeld)) held.delete(oldest);
  known.catch(() => held.delete(key));
  return known;
}

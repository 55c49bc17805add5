import type { Knex } from 'knex';
import type { PointVersion } from '../../measures/ground-queries.ts';
import { measuredPeriod } from '../../measures/measure.ts';
import { cellsHolding, type Places, readPlaces } from '../../measures/read-ground.ts';
import type { Piece } from '../../measures/roads.ts';
import {
  type KnownPass,
  type KnownRun,
  type PointStay,
  passesOfDays,
  runsOfDays,
  staysOfDays,
} from '../../measures/stay-queries.ts';
import { dayMs } from '../../tracks/thresholds.ts';
import { type Interval, outside, union } from '../interval.ts';
import { planOutlines } from '../plan-outlines.ts';
import { visitsOf } from '../presence.ts';
import { heldDays } from './held-days.ts';
import type { Present } from './present.ts';
import { type SquaresIn, squareSurveyor } from './squares-survey.ts';

/** A point of a cell: what it was while it lay there, and who was near it then. */
export type SurveyedPoint = {
  versions: readonly PointVersion[];
  /** When another point stood for it. */
  replaced: readonly Interval[];
  presences: (version: PointVersion) => readonly Present[];
};

/** A piece of a road in a cell with its passes, in order. */
export type SurveyedPiece = { metres: number; passes: readonly { at: number; personId: number }[] };

/** What was surveyed, to be compared with later: without what is told of cells, which is large. */
export type Surveyed = {
  isPending: boolean;
  /** What it was made of; null where nothing was asked for. */
  made: Made | null;
};

/** What is known of points, roads and squares, by cell; while it is pending, not who came. */
export type Survey = {
  surveyed: Surveyed;
  pointsIn: (cellId: number) => readonly SurveyedPoint[];
  piecesIn: (cellId: number) => readonly SurveyedPiece[];
  squaresIn: SquaresIn;
  /** The cells of which an earlier survey of the same period may have told something else; undefined where that is not known. */
  cellsSince: (before: Surveyed) => ReadonlySet<number> | undefined;
};

type Made = {
  places: Places;
  stays: readonly (readonly PointStay[])[];
  /** Who passed along roads and came through squares. */
  others: readonly (readonly unknown[])[];
};

export const nothingSurveyed: Survey = {
  surveyed: { isPending: false, made: null },
  cellsSince: ({ made }) => (made === null ? new Set() : undefined),
  pointsIn: () => [],
  piecesIn: () => [],
  squaresIn: () => [],
};

const staysHeld = heldDays<PointStay>();
const passesHeld = heldDays<KnownPass>();
const runsHeld = heldDays<KnownRun>();

/**
 * Surveys the points, roads and squares of plans' cells over a period; measures first what is not measured yet. Where that
 * is more than somebody should wait for, the survey is `pending`: it tells of what there is, and of nobody who came.
 */
export async function surveyOf(
  db: Knex,
  planIds: readonly number[],
  wants: { points: boolean; roads: boolean; squares: boolean },
  [from, to]: Interval,
): Promise<Survey> {
  if ((!wants.points && !wants.roads && !wants.squares) || from >= to) return nothingSurveyed;
  const places = await readPlaces(db, wants.roads);
  const measuring = { ground: places.ground, squares: wants.squares };
  const { asOf, pending } = await measuredPeriod(db, measuring, [from, to]);
  const isAsked = (want: boolean) => want && pending === 0;
  const days = [Math.floor(from / dayMs), Math.floor((to - 1) / dayMs)] as const;
  const asOfDay = (day: number) => asOf.get(day) ?? '';
  const { layerIds } = places.ground;
  const [stays, passes, runs, cellOf, piecesOf, squaresIn] = await Promise.all([
    isAsked(wants.points) ? staysHeld(db, days, asOfDay, (some) => staysOfDays(db, some)) : [],
    isAsked(wants.roads) ? passesHeld(db, days, asOfDay, (some) => passesOfDays(db, layerIds, some)) : [],
    isAsked(wants.squares) ? runsHeld(db, days, asOfDay, (some) => runsOfDays(db, some)) : [],
    wants.points ? Promise.all(planIds.map((planId) => cellsHolding(db, places, planId))) : [],
    wants.roads ? Promise.all(planIds.map((planId) => piecesByCell(db, places, planId))) : [],
    wants.squares ? squareSurveyor(db, planIds) : undefined,
  ]);
  const points = pointsByCell(places.versions, cellOf, byVersion(stays));
  const passesOf = passesByPiece(passes.flat());
  const made: Made = { places, stays, others: [...passes, ...runs] };
  return {
    surveyed: { isPending: pending > 0, made },
    cellsSince: (before) =>
      pending > 0 || before.isPending || !before.made
        ? undefined
        : cellsWithOtherStays(before.made, made, cellOf),
    pointsIn: (cellId) => points.get(cellId) ?? [],
    piecesIn: (cellId) => surveyPieces(piecesOf, cellId, passesOf),
    squaresIn: squaresIn ? squaresIn(runs.flat()) : () => [],
  };
}

/** Of roads and squares it is only known whether anything is new; of points, which of them somebody else came to. */
function cellsWithOtherStays(
  before: Made,
  after: Made,
  cellOf: readonly ReadonlyMap<number, number>[],
): ReadonlySet<number> | undefined {
  const areSame = (one: readonly unknown[], other: readonly unknown[]) =>
    one.length === other.length && one.every((part, place) => part === other[place]);
  if (before.places !== after.places || before.stays.length !== after.stays.length) return undefined;
  if (!areSame(before.others, after.others)) return undefined;
  const cells = new Set<number>();
  for (const [place, stays] of after.stays.entries())
    for (const versionId of versionsBetween(before.stays[place] ?? [], stays))
      for (const cellOfVersion of cellOf) {
        const cell = cellOfVersion.get(versionId);
        if (cell !== undefined) cells.add(cell);
      }
  return cells;
}

type Stays = readonly PointStay[];
/** Days that many periods have in common are compared once. */
const compared = new WeakMap<Stays, { before: Stays; versions: ReadonlySet<number> }>();

/** The versions of points to which a day's stays are not the same. */
function versionsBetween(before: Stays, after: Stays): ReadonlySet<number> {
  if (before === after) return new Set();
  const known = compared.get(after);
  if (known?.before === before) return known.versions;
  const nameOf = ({ versionId, deviceId, personId, enteredAt, leftAt, gaps }: PointStay) =>
    `${versionId} ${deviceId} ${personId} ${enteredAt} ${leftAt} ${gaps}`;
  const gone = new Map(before.map((stay) => [nameOf(stay), stay.versionId]));
  const versions = new Set<number>();
  for (const stay of after) if (!gone.delete(nameOf(stay))) versions.add(stay.versionId);
  for (const versionId of gone.values()) versions.add(versionId);
  compared.set(after, { before, versions });
  // Else each version of a day would keep the one before it.
  compared.delete(before);
  return versions;
}

function byVersion(days: readonly (readonly PointStay[])[]): Map<number, PointStay[]> {
  const stays = new Map<number, PointStay[]>();
  for (const day of days)
    for (const stay of day) {
      const known = stays.get(stay.versionId);
      if (known) known.push(stay);
      else stays.set(stay.versionId, [stay]);
    }
  return stays;
}

function pointsByCell(
  versions: readonly PointVersion[],
  cellOf: readonly ReadonlyMap<number, number>[],
  stays: ReadonlyMap<number, readonly PointStay[]>,
): Map<number, SurveyedPoint[]> {
  const replaced = replacedTimes(versions);
  const presences = presenceFinder(stays);
  const points = new Map<number, SurveyedPoint[]>();
  for (const cells of cellOf) {
    const byPlace = new Map<string, PointVersion[]>();
    for (const version of versions) {
      const cell = cells.get(version.id);
      if (cell === undefined) continue;
      const key = `${cell} ${version.pointId}`;
      const known = byPlace.get(key);
      if (known) known.push(version);
      else byPlace.set(key, [version]);
    }
    for (const [key, own] of byPlace) {
      const [cell = 0, pointId = 0] = key.split(' ').map(Number);
      const inCell = points.get(cell) ?? [];
      // A cell that several plans have in common holds the same points in each.
      if (inCell.some((one) => one.versions[0] === own[0])) continue;
      inCell.push({ versions: own, replaced: replaced.get(pointId) ?? [], presences });
      points.set(cell, inCell);
    }
  }
  return points;
}

/** When points are stood for by others, by point. */
function replacedTimes(versions: readonly PointVersion[]): Map<number, Interval[]> {
  const times = new Map<number, Interval[]>();
  for (const { replacesId, from, to } of versions) {
    if (replacesId === null) continue;
    times.set(replacesId, union([...(times.get(replacesId) ?? []), [from, to]]));
  }
  return times;
}

function presenceFinder(stays: ReadonlyMap<number, readonly PointStay[]>): SurveyedPoint['presences'] {
  const found = new Map<number, readonly Present[]>();
  return (version) => {
    const known = found.get(version.id);
    if (known) return known;
    const presences = presencesAt(stays.get(version.id) ?? [], [version.from, version.to]);
    found.set(version.id, presences);
    return presences;
  };
}

/** Stays that were cut at midnight are joined, and what was before or after the point was there is left out. */
function presencesAt(stays: readonly PointStay[], [from, to]: Interval): Present[] {
  const stored = stays.map(({ gaps, deviceId, personId, enteredAt, leftAt }) => ({
    metres: 0,
    bridgedMs: gaps.reduce((sum, [start, end]) => sum + end - start, 0),
    bridged: gaps,
    deviceId,
    personId,
    enteredAt,
    leftAt,
  }));
  return visitsOf(stored).flatMap(({ personId, deviceId, enteredAt, leftAt, bridged }): Present[] => {
    const [entered, left] = [Math.max(enteredAt, from), Math.min(leftAt, to)];
    if (entered >= left) return [];
    return [{ personId: personId ?? -deviceId, enteredAt: entered, leftAt: left, gaps: bridged ?? [] }];
  });
}

/** When a version of a point was there and nothing stood for it. */
export function obligedTime(version: PointVersion, replaced: readonly Interval[]): Interval[] {
  return replaced.reduce<Interval[]>((rest, gone) => outside(rest, gone), [[version.from, version.to]]);
}

const keyOf = ({ layerId, feature, number }: { layerId: number; feature: number; number: number }) =>
  `${layerId} ${feature} ${number}`;

function passesByPiece(passes: readonly KnownPass[]): Map<string, { at: number; personId: number }[]> {
  const byPiece = new Map<string, { at: number; personId: number }[]>();
  for (const pass of passes) {
    const key = keyOf(pass);
    const known = byPiece.get(key);
    if (known) known.push(pass);
    else byPiece.set(key, [pass]);
  }
  for (const list of byPiece.values()) list.sort((a, b) => a.at - b.at);
  return byPiece;
}

type PiecesByCell = ReadonlyMap<number, readonly Piece[]>;
const located = new WeakMap<Places, Map<string, Promise<PiecesByCell>>>();

/** A piece is of the cell that holds its middle. */
async function piecesByCell(db: Knex, places: Places, planId: number): Promise<PiecesByCell> {
  const { revision } = await db('plans').where({ id: planId }).first('revision');
  const held = located.get(places) ?? new Map<string, Promise<PiecesByCell>>();
  located.set(places, held);
  const key = `${planId} ${revision}`;
  const known = held.get(key) ?? locatePieces(db, places.ground.pieces, planId);
  held.set(key, known);
  known.catch(() => held.delete(key));
  return known;
}

async function locatePieces(db: Knex, pieces: readonly Piece[], planId: number): Promise<PiecesByCell> {
  const { locate } = await planOutlines(db, planId);
  const byCell = new Map<number, Piece[]>();
  for (const piece of pieces) {
    const [cellId] = locate(piece.lonE7 / 1e7, piece.latE7 / 1e7);
    if (cellId === undefined) continue;
    const known = byCell.get(cellId);
    if (known) known.push(piece);
    else byCell.set(cellId, [piece]);
  }
  return byCell;
}

function surveyPieces(
  byPlan: readonly PiecesByCell[],
  cellId: number,
  passesOf: ReadonlyMap<string, SurveyedPiece['passes']>,
): SurveyedPiece[] {
  const pieces = byPlan.map((cells) => cells.get(cellId)).find((found) => found !== undefined) ?? [];
  return pieces.map((piece) => ({ metres: piece.metres, passes: passesOf.get(keyOf(piece)) ?? [] }));
}

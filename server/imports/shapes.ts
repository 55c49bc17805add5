import type { Bounds, LonLat } from '../geo/position.ts';
import type { Drawing, ShapeKind } from './shape-kind.ts';
import type { Note } from './source.ts';

const nullShape = 0;
const polygonTypes = new Set([5, 15, 25]);
const pointTypes = new Set([1, 8, 11, 18, 21, 28]);
const lineTypes = new Set([3, 13, 23]);
const types = { polygons: polygonTypes, points: pointTypes, lines: lineTypes };

/** True where the shape type of a layer's header is of the kind, or null, which such layers may hold. */
export function isTypeOf(kind: ShapeKind, type: number): boolean {
  return type === nullShape || types[kind].has(type);
}

export function layerName(type: number): string {
  if (pointTypes.has(type)) return 'points';
  if (lineTypes.has(type)) return 'lines';
  if (polygonTypes.has(type)) return 'polygons';
  return type === 31 ? 'multipatches' : `shapes of type ${type}`;
}

export type PolygonGeometry = { type: 'MultiPolygon'; coordinates: LonLat[][][] } | null;

/**
 * Reads the content of one polygon record (ESRI Shapefile Technical Description, 1998, page 8). Null is an empty
 * shape. Altitudes and measures stand behind the positions and are left out. Refuses a record whose numbers
 * contradict each other.
 */
export function readPolygonRecord(content: Buffer): { geometry: PolygonGeometry } | { refused: Note } {
  const read = readParts(content, polygonTypes);
  if (!('parts' in read)) return read;
  const rings = read.parts.filter((ring) => ring.length > 0);
  return { geometry: rings.length === 0 ? null : { type: 'MultiPolygon', coordinates: nestRings(rings) } };
}

/** Reads the content of one record of lines (page 7); see {@link readPolygonRecord}. */
export function readLineRecord(content: Buffer): { geometry: Drawing | null } | { refused: Note } {
  const read = readParts(content, lineTypes);
  if (!('parts' in read)) return read;
  return { geometry: read.parts.length === 0 ? null : { type: 'MultiLineString', coordinates: read.parts } };
}

/** Reads the content of one record of points (pages 5 and 6); see {@link readPolygonRecord}. */
export function readPointRecord(content: Buffer): { geometry: Drawing | null } | { refused: Note } {
  const type = content.length >= 4 ? content.readInt32LE(0) : -1;
  if (type === nullShape) return { geometry: null };
  if (!pointTypes.has(type)) return { refused: damaged };
  if (type === 1 || type === 11 || type === 21) {
    if (content.length < 20) return { refused: damaged };
    return { geometry: { type: 'Point', coordinates: [content.readDoubleLE(4), content.readDoubleLE(12)] } };
  }
  const count = content.length >= 40 ? content.readInt32LE(36) : -1;
  if (count < 0 || 40 + count * 16 > content.length) return { refused: damaged };
  return { geometry: { type: 'MultiPoint', coordinates: readRing(content, 40, 0, count) } };
}

/** The parts of a polygon or polyline, which are laid out alike. */
function readParts(
  content: Buffer,
  expected: ReadonlySet<number>,
): { parts: LonLat[][] } | { geometry: null } | { refused: Note } {
  const type = content.length >= 4 ? content.readInt32LE(0) : -1;
  if (type === nullShape) return { geometry: null };
  if (!expected.has(type) || content.length < 44) return { refused: damaged };
  const parts = content.readInt32LE(36);
  const points = content.readInt32LE(40);
  if (parts === 0 || points === 0) return { geometry: null };
  const pointsFrom = 44 + parts * 4;
  if (parts < 0 || points < 0 || pointsFrom + points * 16 > content.length) return { refused: damaged };
  const starts = Array.from({ length: parts }, (_, part) => content.readInt32LE(44 + part * 4));
  const ends = [...starts.slice(1), points];
  if (starts[0] !== 0 || starts.some((start, part) => start > (ends[part] ?? -1)))
    return { refused: damaged };
  return { parts: starts.map((start, part) => readRing(content, pointsFrom, start, ends[part] ?? start)) };
}

const damaged: Note = {
  kind: 'damaged-record',
  english: 'The record is damaged: its counts contradict its length.',
  chinese: '记录已损坏：计数与长度不符。',
};

function readRing(content: Buffer, pointsFrom: number, start: number, end: number): LonLat[] {
  return Array.from({ length: end - start }, (_, point): LonLat => {
    const at = pointsFrom + (start + point) * 16;
    return [content.readDoubleLE(at), content.readDoubleLE(at + 8)];
  });
}

/**
 * Rings into polygons: clockwise ones are shells, the others holes of the smallest shell around them. A file that
 * winds everything the other way round is read as it was meant; a hole that lies in no shell is kept as a shell, so
 * that nothing is lost.
 */
export function nestRings(rings: LonLat[][]): LonLat[][][] {
  if (rings.length === 1) return [rings];
  const areas = rings.map(signedArea);
  const isReversed = areas.every((area) => area >= 0);
  const isShell = (index: number) => isReversed || (areas[index] ?? 0) <= 0;
  const polygons = rings.flatMap((ring, index) =>
    isShell(index) ? [{ size: Math.abs(areas[index] ?? 0), box: boxOf(ring), rings: [ring] }] : [],
  );
  const smallestFirst = [...polygons].sort((a, b) => a.size - b.size);
  const orphans: LonLat[][][] = [];
  rings.forEach((ring, index) => {
    if (isShell(index)) return;
    const around = smallestFirst.find(
      ({ box, rings: [shell = []] }) => isInBox(box, ring[0] ?? [0, 0]) && surrounds(shell, ring),
    );
    if (around) around.rings.push(ring);
    else orphans.push([ring]);
  });
  return [...polygons.map((polygon) => polygon.rings), ...orphans];
}

function boxOf(ring: LonLat[]): Bounds {
  const box: Bounds = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [x, y] of ring) {
    box[0] = Math.min(box[0], x);
    box[1] = Math.min(box[1], y);
    box[2] = Math.max(box[2], x);
    box[3] = Math.max(box[3], y);
  }
  return box;
}

function isInBox([west, south, east, north]: Bounds, [x, y]: LonLat): boolean {
  return x >= west && x <= east && y >= south && y <= north;
}

/** Twice the area; negative where the ring runs clockwise. */
function signedArea(ring: LonLat[]): number {
  const [originX, originY] = ring[0] ?? [0, 0];
  let sum = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] ?? [0, 0];
    const [x2, y2] = ring[i] ?? [0, 0];
    sum += (x1 - originX) * (y2 - originY) - (x2 - originX) * (y1 - originY);
  }
  return sum;
}

/** True where the first position of the inner ring that is not on the outer one lies inside it. */
function surrounds(outer: LonLat[], inner: LonLat[]): boolean {
  for (const position of inner) {
    const side = sideOf(outer, position);
    if (side !== 'on') return side === 'in';
  }
  return true;
}

function sideOf(ring: LonLat[], [x, y]: LonLat): 'in' | 'on' | 'out' {
  let inside = false;
  for (let i = 1; i < ring.length; i++) {
    const [x1, y1] = ring[i - 1] ?? [0, 0];
    const [x2, y2] = ring[i] ?? [0, 0];
    if (x === x2 && y === y2) return 'on';
    if (y1 > y === y2 > y) continue;
    const crossing = x1 + ((y - y1) * (x2 - x1)) / (y2 - y1);
    if (crossing === x) return 'on';
    if (crossing > x) inside = !inside;
  }
  return inside ? 'in' : 'out';
}

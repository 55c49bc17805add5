import { maxVertices, type Outline, readOutline } from '../geo/geojson.ts';
import type { LonLat } from '../geo/position.ts';
import type { ShapedKind } from './import.ts';
import type { Note } from './source.ts';

/** What the records of an import are on the ground. */
export type ShapeKind = 'polygons' | 'points' | 'lines';

export function shapesOf(kind: ShapedKind): ShapeKind {
  if (kind === 'visit-points') return 'points';
  return kind === 'points' || kind === 'lines' ? kind : 'polygons';
}

/** Points and lines of RFC 7946 in two dimensions. */
export type Drawing =
  | { type: 'Point'; coordinates: LonLat }
  | { type: 'MultiPoint' | 'LineString'; coordinates: LonLat[] }
  | { type: 'MultiLineString'; coordinates: LonLat[][] };
export type Shape = Outline | Drawing;

/** Reads what an import of this kind takes, with the reason where it is none (see {@link readOutline}). */
export function readShape(
  kind: ShapeKind,
  value: unknown,
  coordinates: 'degrees' | 'any',
): { shape: Shape } | { fault: Note } {
  if (kind === 'polygons') {
    const read = readOutline(value, coordinates);
    return 'fault' in read ? read : { shape: read.outline };
  }
  const drawing = drawingOf(kind, value);
  if (!drawing) return { fault: notThat(kind, value) };
  const positions = positionsOf(drawing);
  if (positions.length === 0) return { fault: empty };
  if (positions.length > maxVertices) return { fault: tooMany };
  if (coordinates === 'degrees') {
    const wrong = positions.find(([x, y]) => Math.abs(x) > 180 || Math.abs(y) > 90);
    if (wrong) return { fault: outOfRange(wrong) };
  }
  return { shape: drawing };
}

/** Every position of a shape, in order. */
export function positionsOf(shape: Shape): LonLat[] {
  switch (shape.type) {
    case 'Point':
      return [shape.coordinates];
    case 'MultiPoint':
    case 'LineString':
      return shape.coordinates;
    case 'Polygon':
    case 'MultiLineString':
      return shape.coordinates.flat();
    case 'MultiPolygon':
      return shape.coordinates.flat(2);
  }
}

function drawingOf(kind: 'points' | 'lines', value: unknown): Drawing | undefined {
  const { type, coordinates, geometries } = Object(value) as Record<string, unknown>;
  if (type === 'GeometryCollection' && Array.isArray(geometries)) return gathered(kind, geometries);
  const [point, line] = [positionOf(coordinates), lineOf(coordinates)];
  if (kind === 'points') {
    if (type === 'Point' && point) return { type, coordinates: point };
    return type === 'MultiPoint' && line ? { type, coordinates: line } : undefined;
  }
  if (type === 'LineString' && line && line.length > 1) return { type, coordinates: line };
  if (type !== 'MultiLineString' || !Array.isArray(coordinates)) return undefined;
  const lines = coordinates.map(lineOf);
  const whole = lines.filter((member): member is LonLat[] => member !== undefined && member.length > 1);
  return whole.length === lines.length ? { type, coordinates: whole } : undefined;
}

/** The members of a collection that are of the kind, as one. */
function gathered(kind: 'points' | 'lines', members: readonly unknown[]): Drawing | undefined {
  const own = members.flatMap((member) => {
    const isNested = (Object(member) as { type?: unknown }).type === 'GeometryCollection';
    return (!isNested && drawingOf(kind, member)) || [];
  });
  if (own.length === 0) return undefined;
  if (kind === 'points') return { type: 'MultiPoint', coordinates: own.flatMap(positionsOf) };
  return {
    type: 'MultiLineString',
    coordinates: own.flatMap((line) =>
      line.type === 'MultiLineString' ? line.coordinates : [positionsOf(line)],
    ),
  };
}

function lineOf(value: unknown): LonLat[] | undefined {
  if (!Array.isArray(value)) return undefined;
  const positions = value.map(positionOf);
  const whole = positions.filter((position) => position !== undefined);
  return whole.length === positions.length ? whole : undefined;
}

function positionOf(value: unknown): LonLat | undefined {
  if (!Array.isArray(value)) return undefined;
  const [x, y]: unknown[] = value;
  const areNumbers =
    typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y);
  return areNumbers ? [x, y] : undefined;
}

function notThat(kind: 'points' | 'lines', value: unknown): Note {
  const { type } = Object(value) as { type?: unknown };
  const found = typeof type === 'string' ? type.slice(0, 40) : 'none';
  return kind === 'points'
    ? {
        kind: 'not-a-point',
        english: `The geometry is ${found} or has no numbers; points are needed.`,
        chinese: `几何类型为 ${found} 或坐标无效，须为点。`,
      }
    : {
        kind: 'not-a-line',
        english: `The geometry is ${found} or has fewer than two positions; lines are needed.`,
        chinese: `几何类型为 ${found} 或不足两个点，须为线。`,
      };
}

function outOfRange([x, y]: LonLat): Note {
  const isProjected = Math.max(Math.abs(x), Math.abs(y)) >= 1000;
  return isProjected
    ? {
        kind: 'projected-coordinates',
        english: `The coordinates are projected (${x}, ${y} look like metres); declare the EPSG code.`,
        chinese: `坐标为投影坐标（${x}, ${y} 疑为米），请声明 EPSG 代码。`,
      }
    : {
        kind: 'out-of-range',
        english: `The position ${x}, ${y} is outside of the ranges of longitude and latitude.`,
        chinese: `坐标 ${x}, ${y} 超出经纬度范围。`,
      };
}

const empty: Note = { kind: 'empty-geometry', english: 'The geometry is empty.', chinese: '几何图形为空。' };
const tooMany: Note = {
  kind: 'too-many-vertices',
  english: `The geometry has more than ${maxVertices} vertices; simplify or split it.`,
  chinese: `几何顶点超过 ${maxVertices} 个，请先简化或拆分。`,
};

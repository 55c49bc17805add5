import { z } from 'zod';
import { liesInChina } from './china.ts';
import type { LonLat } from './position.ts';

/** A polygon or multipolygon of RFC 7946 in two dimensions. Rings are closed and have four positions or more. */
export type Outline =
  | { type: 'Polygon'; coordinates: LonLat[][] }
  | { type: 'MultiPolygon'; coordinates: LonLat[][][] };

const position = z.tuple([z.number(), z.number()]);
const rings = z.array(z.array(position));
/** The schema of answers and of the documentation; input goes through {@link readOutline}, which says what is wrong. */
export const outlineSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('Polygon'), coordinates: rings }),
  z.object({ type: z.literal('MultiPolygon'), coordinates: z.array(rings) }),
]);

export const maxVertices = 200_000;

type FaultKind =
  | 'not-polygonal'
  | 'empty-geometry'
  | 'not-a-number'
  | 'too-few-positions'
  | 'open-ring'
  | 'too-many-vertices'
  | 'swapped-coordinates'
  | 'projected-coordinates'
  | 'out-of-range'
  | 'edge-too-long';

/** Why a geometry is no outline, and where: `path` inside the geometry, `place` on the ground where one can be told. */
export type Fault = { kind: FaultKind; path: string; english: string; chinese: string; place?: LonLat };

/**
 * Reads a Polygon or MultiPolygon. `degrees` (the default) are longitudes and latitudes; `any` are the numbers of
 * another reference system, whose range nobody here knows. Altitudes are left out, all else is kept as it was sent.
 * Whether rings cross is the database's to say.
 */
export function readOutline(
  value: unknown,
  coordinates: 'degrees' | 'any' = 'degrees',
): { outline: Outline } | { fault: Fault } {
  try {
    const outline = parseOutline(value);
    if (coordinates === 'degrees') checkPlace(outline);
    return { outline };
  } catch (error) {
    if (error instanceof OutlineFault) return { fault: error.fault };
    throw error;
  }
}

/** Every ring of an outline, outer and inner, in order. */
function ringsOf(outline: Outline): LonLat[][] {
  return outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat();
}

class OutlineFault extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.english);
    this.fault = fault;
  }
}

function refuse(kind: FaultKind, path: string, english: string, chinese: string, place?: LonLat): never {
  throw new OutlineFault({ kind, path, english, chinese, ...(place && { place }) });
}

function parseOutline(value: unknown): Outline {
  if (value === null || value === undefined)
    refuse('empty-geometry', '', 'There is no geometry.', '没有几何图形。');
  const { type, coordinates } = Object(value) as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    const found = typeof type === 'string' ? type.slice(0, 40) : typeof value;
    return refuse(
      'not-polygonal',
      'type',
      `The geometry is ${found}; Polygon or MultiPolygon is needed.`,
      `几何类型为 ${found}；须为 Polygon 或 MultiPolygon。`,
    );
  }
  const budget = { left: maxVertices };
  if (type === 'Polygon') return { type, coordinates: parseRings(coordinates, 'coordinates', budget) };
  return {
    type,
    coordinates: arrayOf(coordinates, 'coordinates').map((polygon, index) =>
      parseRings(polygon, `coordinates.${index}`, budget),
    ),
  };
}

function parseRings(value: unknown, path: string, budget: { left: number }): LonLat[][] {
  return arrayOf(value, path).map((ring, index) => parseRing(ring, `${path}.${index}`, budget));
}

function parseRing(value: unknown, path: string, budget: { left: number }): LonLat[] {
  const positions = arrayOf(value, path);
  budget.left -= positions.length;
  if (budget.left < 0)
    refuse(
      'too-many-vertices',
      path,
      `The geometry has more than ${maxVertices} vertices; simplify or split it.`,
      `几何顶点超过 ${maxVertices} 个，请先简化或拆分。`,
    );
  const ring = positions.map((item, index) => parsePosition(item, path, index));
  const [first, last] = [ring[0], ring[ring.length - 1]];
  if (first && last && (first[0] !== last[0] || first[1] !== last[1]))
    refuse(
      'open-ring',
      path,
      'The ring is open: its last position must equal its first.',
      '环未闭合：末点须与首点相同。',
      last,
    );
  if (ring.length < 4)
    refuse(
      'too-few-positions',
      path,
      `The ring has ${ring.length} positions; a closed ring has at least 4.`,
      `环只有 ${ring.length} 个点；闭合环至少 4 个点。`,
      first,
    );
  return ring;
}

function parsePosition(value: unknown, ringPath: string, index: number): LonLat {
  if (Array.isArray(value) && value.length >= 2) {
    const [x, y]: unknown[] = value;
    if (typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y))
      return [x, y];
  }
  const path = `${ringPath}.${index}`;
  return refuse(
    'not-a-number',
    path,
    `The position at ${path} is not a pair of finite numbers.`,
    `${path} 处的坐标不是一对有限数字。`,
  );
}

function arrayOf(value: unknown, path: string): unknown[] {
  if (!Array.isArray(value))
    return refuse('not-a-number', path, `${path} is not an array.`, `${path} 不是数组。`);
  if (value.length === 0) refuse('empty-geometry', path, 'The geometry is empty.', '几何图形为空。');
  return value;
}

/** Throws where positions are no longitudes and latitudes; tells the usual mistakes apart. */
function checkPlace(outline: Outline): void {
  for (const ring of ringsOf(outline)) {
    for (const [x, y] of ring) if (Math.abs(x) > 180 || Math.abs(y) > 90) refuseNumbers(x, y);
  }
  for (const ring of ringsOf(outline)) refuseLongEdges(ring);
  const shell = ringsOf(outline)[0] ?? [];
  if (!shell.every(([x, y]) => !liesInChina([x, y]) && Math.abs(x) <= 90 && liesInChina([y, x]))) return;
  const [x, y] = shell[0] ?? [0, 0];
  refuseSwapped(x, y);
}

/** Longer edges go the other way round the globe, or by no single way; a border across 180° is cut there (RFC 7946). */
const longestEdgeDegrees = 90;

function refuseLongEdges(ring: readonly LonLat[]): void {
  ring.forEach(([x, y], index) => {
    const [nextX, nextY] = ring[index + 1] ?? [x, y];
    if (Math.abs(nextX - x) < longestEdgeDegrees && Math.abs(nextY - y) < longestEdgeDegrees) return;
    refuse(
      'edge-too-long',
      'coordinates',
      `The edge from ${x}, ${y} to ${nextX}, ${nextY} spans ${longestEdgeDegrees} degrees or more, which no border does.`,
      `由 ${x}, ${y} 至 ${nextX}, ${nextY} 的边跨越 ${longestEdgeDegrees} 度以上，不可能是边界。`,
      [x, y],
    );
  });
}

function refuseNumbers(x: number, y: number): never {
  if (Math.abs(x) <= 90 && Math.abs(y) > 90 && Math.abs(y) <= 180) refuseSwapped(x, y);
  if (Math.max(Math.abs(x), Math.abs(y)) >= 1000)
    refuse(
      'projected-coordinates',
      'coordinates',
      `The coordinates are projected (${x}, ${y} look like metres); longitude and latitude are needed, or import the file with its EPSG code.`,
      `坐标为投影坐标（${x}, ${y} 疑为米）；须为经纬度，或在导入文件时声明 EPSG 代码。`,
    );
  return refuse(
    'out-of-range',
    'coordinates',
    `The position ${x}, ${y} is outside of the ranges of longitude (-180 to 180) and latitude (-90 to 90).`,
    `坐标 ${x}, ${y} 超出经度（-180 至 180）或纬度（-90 至 90）范围。`,
  );
}

function refuseSwapped(x: number, y: number): never {
  return refuse(
    'swapped-coordinates',
    'coordinates',
    `Longitude and latitude are swapped: ${x}, ${y} should probably be ${y}, ${x}.`,
    `经纬度颠倒：${x}, ${y} 应为 ${y}, ${x}。`,
    [y, x],
  );
}

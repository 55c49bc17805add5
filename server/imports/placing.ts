import type { Knex } from 'knex';
import { type Datum, datumName, outlineToWgs84, type ShiftedDatum, toWgs84 } from '../geo/datum.ts';
import type { LonLat } from '../geo/position.ts';
import { InvalidInput } from '../http/problem.ts';
import { findSystem, identifySystem, type KnownSystem } from './reference-systems.ts';
import { positionsOf, readShape, type Shape, type ShapeKind } from './shape-kind.ts';
import type { Note, ReferenceSystem, Source } from './source.ts';

/** How a source's coordinates become WGS-84: here by a shift, in the database by a transformation, or as they are. */
export type Placing = {
  /** As it is shown: wgs84, gcj02, bd09 or epsg:NNNN. */
  datum: string;
  isDeclared: boolean;
  isProjected: boolean;
  shift: ShiftedDatum | undefined;
  srid: number | undefined;
  /** What the source said of itself when its records began. */
  said: ReferenceSystem | undefined;
};

/**
 * Decides how a source is placed. What is declared counts; else what the file says of itself, else WGS-84. Whether
 * an undeclared source may stand is decided by where it lies (see {@link requireDatum}).
 */
export async function placingOf(db: Knex, declared: Datum | undefined, source: Source): Promise<Placing> {
  const said = source.referenceSystem;
  if (declared) return placingOfDatum(db, declared, said);
  const system = said && (await identifySystem(db, said));
  if (said && !system) source.notes.push(unknownSystem(said));
  return { ...plain, ...bySystem(system), isDeclared: false, said };
}

async function placingOfDatum(
  db: Knex,
  declared: Datum,
  said: ReferenceSystem | undefined,
): Promise<Placing> {
  const datum = datumName(declared);
  if (declared.kind === 'wgs84') return { ...plain, said };
  if (declared.kind !== 'epsg') return { ...plain, datum, shift: declared.kind, said };
  const system = await findSystem(db, declared.srid);
  if (system) return { ...plain, ...bySystem(system), datum, said };
  throw new InvalidInput(
    'unknown-datum',
    `The database knows no reference system with the code ${datum}.`,
    `数据库中没有坐标系 ${datum}。`,
    [{ path: 'datum', reason: 'unknown' }],
  );
}

const plain: Omit<Placing, 'said'> = {
  datum: 'wgs84',
  isDeclared: true,
  isProjected: false,
  shift: undefined,
  srid: undefined,
};

function bySystem(system: KnownSystem | undefined): Partial<Placing> {
  if (!system || system.srid === 4326) return {};
  return { datum: `epsg:${system.srid}`, isProjected: system.isProjected, srid: system.srid };
}

/** Checks a geometry and shifts it where the datum asks for that. */
export function placeGeometry(
  placing: Placing,
  kind: ShapeKind,
  geometry: unknown,
): { shape: Shape } | { refused: Note } {
  const read = readShape(kind, geometry, placing.isProjected ? 'any' : 'degrees');
  if ('fault' in read) return { refused: read.fault };
  if (placing.isProjected && looksLikeDegrees(read.shape)) return { refused: notProjected(placing.datum) };
  return { shape: placing.shift ? shapeToWgs84(placing.shift, read.shape) : read.shape };
}

function shapeToWgs84(shift: ShiftedDatum, shape: Shape): Shape {
  const moved = (positions: LonLat[]) => positions.map((position) => toWgs84(shift, position));
  switch (shape.type) {
    case 'Point':
      return { type: shape.type, coordinates: toWgs84(shift, shape.coordinates) };
    case 'MultiPoint':
    case 'LineString':
      return { type: shape.type, coordinates: moved(shape.coordinates) };
    case 'MultiLineString':
      return { type: shape.type, coordinates: shape.coordinates.map(moved) };
    default:
      return outlineToWgs84(shift, shape);
  }
}

/** Metres of a map projection are never all within the ranges of degrees. */
function looksLikeDegrees(shape: Shape): boolean {
  const shell = shape.type === 'MultiPolygon' ? shape.coordinates[0]?.[0] : undefined;
  const positions = shell ?? (shape.type === 'Polygon' ? shape.coordinates[0] : positionsOf(shape));
  return positions?.every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90) ?? false;
}

function notProjected(datum: string): Note {
  return {
    kind: 'not-projected',
    english: `The datum says ${datum}, which is in metres, but the coordinates are degrees.`,
    chinese: `声明的坐标基准 ${datum} 以米为单位，但坐标为经纬度。`,
  };
}

function unknownSystem({ name }: ReferenceSystem): Note {
  const shown = name.slice(0, 100);
  return {
    kind: 'reference-system-unknown',
    english: `The file names the reference system ${shown}, which is not known here; declare it as datum=epsg:NNNN.`,
    chinese: `文件所述坐标系 ${shown} 无法识别，请以 datum=epsg:NNNN 声明。`,
  };
}

/** The refusal of a source that must say its datum, and why it must. */
export function datumRequired(
  why: 'china' | 'projected' | 'late',
  said: ReferenceSystem | undefined,
): InvalidInput {
  const named = said
    ? ` The file says ${said.name.slice(0, 100)}${said.srid ? ` (epsg:${said.srid})` : ''}.`
    : '';
  const namedChinese = said
    ? `文件自述为 ${said.name.slice(0, 100)}${said.srid ? `（epsg:${said.srid}）` : ''}。`
    : '';
  const [english, chinese] = whys[why];
  return new InvalidInput('datum-required', `${english}${named}`, `${chinese}${namedChinese}`, [
    { path: 'datum', reason: 'required: wgs84, gcj02, bd09 or epsg:NNNN' },
  ]);
}

const whys = {
  china: [
    'The outlines lie in China, where maps are shifted by some hundred metres and files do not say it: declare the datum, wgs84, gcj02 (Amap, Tencent), bd09 (Baidu) or epsg:NNNN.',
    '数据位于中国，地图坐标可能有数百米偏移，而文件不会如实说明：请声明坐标基准 wgs84、gcj02（高德、腾讯）、bd09（百度）或 epsg:NNNN。',
  ],
  projected: [
    'The coordinates are projected (metres), and the file does not say in which system: declare the datum as epsg:NNNN.',
    '坐标为投影坐标（米），文件未说明坐标系：请以 epsg:NNNN 声明坐标基准。',
  ],
  late: [
    'The file names its reference system behind its features: declare the datum as epsg:NNNN.',
    '文件在要素之后才说明坐标系：请以 epsg:NNNN 声明坐标基准。',
  ],
} as const;

import { InvalidInput } from '../../../http/problem.ts';
import { csvRows } from './csv-rows.ts';
import type { WeightPoint } from './squares.ts';
import { columnOf, findColumn, type WeightFault, weightFault, weightNames } from './table-columns.ts';

type PointProblem = { kind: WeightFault | 'no-place'; line: number; english: string; chinese: string };

export type PointColumns = { lon?: string; lat?: string; weight?: string };

const lonNames = ['lon', 'lng', 'longitude', '经度', 'x'];
const latNames = ['lat', 'latitude', '纬度', 'y'];

/**
 * Reads a table of points in degrees: a header, then a row a point. Each weighs what its column says, or 1 where the table
 * has no such column. Rows without a place or a usable weight are left out and told, each with its line. Throws
 * InvalidInput where a column is not there or no row can be used.
 */
export function readWeightPoints(text: string, columns: PointColumns = {}) {
  const [header, ...rows] = csvRows(text);
  const lonAt = columnOf(header, columns.lon, lonNames, 'lon');
  const latAt = columnOf(header, columns.lat, latNames, 'lat');
  const weightAt =
    columns.weight === undefined
      ? findColumn(header, undefined, weightNames)
      : columnOf(header, columns.weight, weightNames, 'weight');
  const points: WeightPoint[] = [];
  const problems: PointProblem[] = [];
  for (const { line, values } of rows) {
    const place = { lon: degrees(values[lonAt], 180), lat: degrees(values[latAt], 90) };
    const given = weightAt === undefined ? '1' : (values[weightAt] ?? '');
    const fault = Number.isNaN(place.lon + place.lat) ? 'no-place' : weightFault(given);
    if (fault) problems.push({ kind: fault, line, ...sentenceOf(fault, line) });
    else points.push({ ...place, weight: Number(given) });
  }
  if (points.length === 0)
    throw new InvalidInput(
      'no-usable-weights',
      `None of the ${rows.length} rows is a point with a weight; longitude and latitude in degrees are needed.`,
      `共 ${rows.length} 行，没有一行是带权重的点；需要以度为单位的经纬度。`,
      [{ path: 'weights', reason: 'no usable row' }],
    );
  return { points, problems };
}

function degrees(value: string | undefined, most: number): number {
  const number = value ? Number(value) : Number.NaN;
  return Math.abs(number) <= most ? number : Number.NaN;
}

const sentences: Record<PointProblem['kind'], [english: string, chinese: string]> = {
  'no-place': ['has no longitude and latitude in degrees', '没有以度为单位的经纬度'],
  'missing-weight': ['has no weight', '没有权重'],
  'negative-weight': ['has a negative weight', '权重为负'],
  'not-a-number': ['has a weight that is no number', '权重不是数字'],
};

function sentenceOf(kind: PointProblem['kind'], line: number) {
  const [english, chinese] = sentences[kind];
  return {
    english: `Row ${line} ${english}; it is not counted.`,
    chinese: `第 ${line} 行${chinese}，未计入。`,
  };
}

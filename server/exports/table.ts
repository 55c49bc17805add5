import type { LonLat } from '../geo/position.ts';

/** Any geometry of RFC 7946 that is exported. */
export type Geometry =
  | { type: 'Point'; coordinates: LonLat }
  | { type: 'MultiPoint' | 'LineString'; coordinates: LonLat[] }
  | { type: 'Polygon' | 'MultiLineString'; coordinates: LonLat[][] }
  | { type: 'MultiPolygon'; coordinates: LonLat[][][] }
  | { type: 'GeometryCollection'; geometries: Geometry[] };

export type Value = string | number | boolean | null;

/**
 * A field of an exported table. `shortName` is what it is called in a Shapefile, whose names have ten characters at most
 * (docs/operating.md lists them).
 */
export type Field = { name: string; shortName: string; type: 'text' | 'integer' | 'real' | 'boolean' };

export type ExportFeature = { id: number; geometry: Geometry; values: readonly Value[] };

/** What is written to a file: WGS-84, features one by one, values in the order of the fields. */
export type Table = {
  /** The name of the file and of the layer in it. */
  title: string;
  fields: readonly Field[];
  features: AsyncIterable<ExportFeature>;
};

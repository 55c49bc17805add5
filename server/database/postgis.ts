import type { Knex } from 'knex';
import knexPostgis from 'knex-postgis';

type Functions = ReturnType<typeof knexPostgis>;
type Geometry = string | Knex.Raw;
type Expression = ReturnType<Functions['geometry']>;
type Attached = Knex & { postgis: Functions };

/** PostGIS functions for the query builder. A string argument is the name of a column, never a value. */
export type Spatial = Pick<
  Functions,
  'geography' | 'multi' | 'setSRID' | 'transform' | 'boundingBoxIntersects'
> & {
  /** The geometry of GeoJSON text. The text is bound as a value, whatever is in it. */
  fromGeoJson: (text: string) => Expression;
  /** GeoJSON text with every digit that is stored; a multipolygon of one part comes out as a polygon. */
  toGeoJson: (geometry: Geometry) => Expression;
  /** A point that certainly lies inside. */
  interiorPoint: (geometry: Geometry) => Expression;
  /** The geodesic area in square metres. */
  areaSquareMetres: (geometry: Geometry) => Expression;
  /** West, south, east and north as an array. */
  bounds: (geometry: Geometry) => Expression;
  /** The box between two corners, in degrees. */
  box: (west: number, south: number, east: number, north: number) => Expression;
  /** Fewer vertices, at most about so many metres off; borders of neighbours may come apart. For looking only. */
  simplified: (geometry: Geometry, metres: number) => Expression;
};

const attached = new WeakMap<Knex, Spatial>();

/** The functions of knex-postgis that we use and those it lacks, over a pool or a transaction. */
export function spatial(db: Knex): Spatial {
  const known = attached.get(db);
  if (known) return known;
  const { geography, multi, setSRID, transform, boundingBoxIntersects } = functionsOf(db);
  const made = { geography, multi, setSRID, transform, boundingBoxIntersects, ...ownFunctions(db) };
  attached.set(db, made);
  return made;
}

function functionsOf(db: Knex): Functions {
  knexPostgis(db);
  // The package puts its functions on the object that it is given, which its types do not say.
  return (db as Attached).postgis;
}

const degreesPerMetre = 1 / 111_320;

function ownFunctions(db: Knex) {
  const call = (sql: string, values: readonly (Geometry | number)[]): Expression =>
    // A raw of knex carries `as`, as the package's own type says.
    db.raw(sql, values as Knex.RawBinding[]) as Expression;
  return {
    fromGeoJson: (text: string) => call('st_setsrid(st_geomfromgeojson(?::text), 4326)', [text]),
    toGeoJson: (geometry: Geometry) => call('st_asgeojson(st_collectionhomogenize(??), 17)', [geometry]),
    interiorPoint: (geometry: Geometry) => call('st_pointonsurface(??)', [geometry]),
    areaSquareMetres: (geometry: Geometry) => call('st_area(??::geography)', [geometry]),
    bounds: (geometry: Geometry) =>
      call('array[st_xmin(??), st_ymin(??), st_xmax(??), st_ymax(??)]', [
        geometry,
        geometry,
        geometry,
        geometry,
      ]),
    box: (west: number, south: number, east: number, north: number) =>
      call('st_makeenvelope(?, ?, ?, ?, 4326)', [west, south, east, north]),
    simplified: (geometry: Geometry, metres: number) =>
      call('st_simplifypreservetopology(??, ?)', [geometry, metres * degreesPerMetre]),
  };
}

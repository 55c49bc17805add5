import type { ReferenceSystem } from './source.ts';

/**
 * What a .prj says: the name of its system, and its EPSG code where it carries one. Names are compared with those of
 * the database by {@link plainSystemName}, since most programs write the name only.
 */
export function referenceSystemOfPrj(wkt: string): ReferenceSystem | undefined {
  const name = /^\s*\w+\s*\[\s*"([^"]+)"/.exec(wkt)?.[1];
  if (name === undefined) return undefined;
  // The code of the whole system is the last one; those before it belong to its parts.
  const srid = /(?:AUTHORITY|ID)\s*\[\s*"EPSG"\s*,\s*"?(\d{4,6})"?\s*\]\s*\]\s*$/i.exec(wkt)?.[1];
  return srid === undefined ? { name } : { name, srid: Number(srid) };
}

/** The system that an old-style `crs` member names, e.g. `urn:ogc:def:crs:EPSG::2056`. */
export function referenceSystemOfCrs(crs: unknown): ReferenceSystem | undefined {
  const { properties } = Object(crs) as { properties?: unknown };
  const { name } = Object(properties) as { name?: unknown };
  if (typeof name !== 'string') return undefined;
  if (/CRS84$/i.test(name)) return { name, srid: 4326 };
  const srid = /EPSG:{1,2}(?:[\d.]*:)?(\d{4,6})$/i.exec(name)?.[1];
  return srid === undefined ? { name } : { name, srid: Number(srid) };
}

/** ESRI and EPSG write the same names differently: CGCS2000_3_Degree_GK_CM_120E, CGCS2000 / 3-degree Gauss-Kruger CM 120E. */
export function plainSystemName(name: string): string {
  return name
    .toLowerCase()
    .replace(/^gcs_/, '')
    .replace(/\bgk\b|_gk_/, 'gausskruger')
    .replace('wgs_1984', 'wgs84')
    .replace(/[^a-z0-9]/g, '');
}

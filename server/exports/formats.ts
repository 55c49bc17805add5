import { z } from 'zod';
import { geoJsonText } from './geojson-text.ts';
import { geoPackageOf } from './geopackage.ts';
import { kmlText } from './kml-text.ts';
import { shapefileZip } from './shapefile-zip.ts';
import type { Table } from './table.ts';

const formatNames = ['geojson', 'gpkg', 'shp', 'kml'] as const;
export const formatQuery = { f: z.enum(formatNames).default('geojson') };
export type FormatName = (typeof formatNames)[number];

type Format = {
  ending: string;
  mediaType: string;
  write: (table: Table) => AsyncIterable<string | Uint8Array>;
};

export const formats: Record<FormatName, Format> = {
  geojson: { ending: 'geojson', mediaType: 'application/geo+json', write: geoJsonText },
  gpkg: { ending: 'gpkg', mediaType: 'application/geopackage+sqlite3', write: geoPackageOf },
  shp: { ending: 'zip', mediaType: 'application/zip', write: shapefileZip },
  kml: { ending: 'kml', mediaType: 'application/vnd.google-earth.kml+xml', write: kmlText },
};

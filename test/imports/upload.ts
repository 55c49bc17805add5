import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type ZipEntry, zipOf } from '../support/zip.ts';

const fixtures = join(import.meta.dirname, '../fixtures/parcels');

/** A fixture of three invented parcels, one with a hole and one of two parts, written by ogr2ogr. */
export const fixture = (name: string) => readFileSync(join(fixtures, name));

/** The multipart body of an import. */
export function uploadOf(
  file: Buffer | string | object,
  fields: Record<string, string> = {},
  fileName = 'upload.geojson',
): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries({ kind: 'village', ...fields })) form.set(name, value);
  const content = typeof file === 'string' || Buffer.isBuffer(file) ? file : JSON.stringify(file);
  form.set('file', new Blob([Uint8Array.from(Buffer.from(content))]), fileName);
  return form;
}

/** The parcels as a zipped Shapefile; parts that are null are left out, others replace or join the usual ones. */
export function parcelsZip(parts: Record<string, Buffer | string | null> = {}): Buffer {
  const usual = { shp: fixture('parcels.shp'), dbf: fixture('utf8.dbf'), prj: fixture('parcels.prj') };
  const entries = Object.entries({ ...usual, ...parts }).flatMap(([ending, data]): ZipEntry[] =>
    data === null
      ? []
      : [{ name: ending.includes('/') || ending.includes('.') ? ending : `parcels.${ending}`, data }],
  );
  return zipOf(entries);
}

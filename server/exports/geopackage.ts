import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ExportFeature, Field, Table } from './table.ts';
import { boundsOf, positionsOf, wkbOfGeometry } from './wkb-of-geometry.ts';

const rowsAtOnce = 500;
const columnTypes: Record<Field['type'], string> = {
  text: 'text',
  integer: 'integer',
  real: 'real',
  boolean: 'boolean',
};

/** A GeoPackage 1.3 with one layer in EPSG:4326, called after the table (OGC 12-128r19). */
export async function* geoPackageOf({ title, fields, features }: Table): AsyncGenerator<Uint8Array> {
  const columns = fields.map(({ name, type }) => ({
    // The key has its own column, called as in every GeoPackage.
    name: ['fid', 'geom'].includes(name.toLowerCase()) ? `${name}_` : name,
    type: columnTypes[type],
  }));
  // Names beginning with gpkg_, rtree_ or sqlite_ are the format's own.
  const layer = /^(gpkg|rtree|sqlite)_/i.test(title) ? `layer ${title}` : title || 'layer';
  const worker = new Worker(new URL('./geopackage-worker.mjs', import.meta.url), {
    workerData: { layer, fields: columns },
  });
  const ask = async (message: object): Promise<{ file?: Uint8Array }> => {
    worker.postMessage(message);
    const [answer] = await once(worker, 'message');
    return answer;
  };
  try {
    const seen = new Set<string>();
    const corners: [number, number][] = [];
    let rows: object[] = [];
    for await (const feature of features) {
      const [west, south, east, north] = boundsOf(positionsOf(feature.geometry));
      corners.push([west, south], [east, north]);
      seen.add(feature.geometry.type);
      rows.push(rowOf(feature));
      if (rows.length < rowsAtOnce) continue;
      await ask({ rows });
      rows = [];
      corners.splice(0, corners.length, ...cornersOf(corners));
    }
    if (rows.length > 0) await ask({ rows });
    const [only = 'Geometry'] = seen;
    const geometryType = (seen.size === 1 ? only : 'Geometry')
      .toUpperCase()
      .replace('GEOMETRYCOLLECTION', 'GEOMETRY');
    const { file } = await ask({
      finish: { bounds: corners.length > 0 ? boundsOf(corners) : null, geometryType },
    });
    if (file) yield file;
  } finally {
    await worker.terminate();
  }
}

function cornersOf(corners: [number, number][]): [number, number][] {
  const [west, south, east, north] = boundsOf(corners);
  return [
    [west, south],
    [east, north],
  ];
}

function rowOf({ id, geometry, values }: ExportFeature) {
  const header = Buffer.alloc(40);
  header.write('GP', 0, 'latin1');
  // Version 1 is 0; little endian, bounds of four numbers.
  header.writeUInt8(0b0000_0011, 3);
  header.writeInt32LE(4326, 4);
  const [west, south, east, north] = boundsOf(positionsOf(geometry));
  [west, east, south, north].forEach((side, index) => {
    header.writeDoubleLE(side, 8 + index * 8);
  });
  return {
    id,
    geometry: Buffer.concat([header, wkbOfGeometry(geometry)]),
    values: values.map((value) => (typeof value === 'boolean' ? Number(value) : value)),
  };
}

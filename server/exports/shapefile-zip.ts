import { dbfTable } from './dbf-table.ts';
import { type ShapeLayer, shapeLayer } from './shape-layer.ts';
import type { Table, Value } from './table.ts';
import { zipOf } from './zip.ts';

const wgs84 =
  'GEOGCS["GCS_WGS_1984",DATUM["D_WGS_1984",SPHEROID["WGS_1984",6378137.0,298.257223563]],PRIMEM["Greenwich",0.0],UNIT["Degree",0.0174532925199433]]';

/**
 * A zipped Shapefile in WGS-84 with .cpg (UTF-8) and .prj. A Shapefile holds one kind of shapes: where there are several,
 * there is one for each of polygons, lines and points.
 */
export async function* shapefileZip({ title, fields, features }: Table): AsyncGenerator<Uint8Array> {
  const layers = new Map<string, { shapes: ShapeLayer; rows: (readonly Value[])[] }>();
  for await (const { geometry, values } of features) {
    for (const part of geometry.type === 'GeometryCollection' ? geometry.geometries : [geometry]) {
      if (part.type === 'GeometryCollection') continue;
      const kind = kindOf(part.type);
      const layer = layers.get(kind) ?? { shapes: shapeLayer(kind), rows: [] };
      layers.set(kind, layer);
      layer.shapes.add(part);
      layer.rows.push(values);
    }
  }
  if (layers.size === 0) layers.set('polygons', { shapes: shapeLayer('polygons'), rows: [] });
  const entries = [...layers].flatMap(([kind, { shapes, rows }]) => {
    const stem = layers.size === 1 ? title : `${title}-${kind}`;
    const { shp, shx } = shapes.files();
    return [
      { name: `${stem}.shp`, data: shp },
      { name: `${stem}.shx`, data: shx },
      { name: `${stem}.dbf`, data: dbfTable(fields, rows) },
      { name: `${stem}.prj`, data: Buffer.from(wgs84) },
      { name: `${stem}.cpg`, data: Buffer.from('UTF-8') },
    ];
  });
  yield zipOf(entries);
}

function kindOf(type: string): 'polygons' | 'lines' | 'points' {
  if (type.endsWith('Polygon')) return 'polygons';
  return type.endsWith('LineString') ? 'lines' : 'points';
}

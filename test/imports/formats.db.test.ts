import initSqlJs from 'sql.js';
import { beforeEach, describe, expect, test } from 'vitest';
import { wkbOfPolygons } from '../../server/geo/wkb.ts';
import { makeAccount } from '../support/accounts.ts';
import type { Client } from '../support/client.ts';
import { testDatabase } from '../support/database.ts';
import { startServer } from '../support/server.ts';
import { zipOf } from '../support/zip.ts';
import { uploadOf } from './upload.ts';

const { db } = await testDatabase();

let client: Client;
beforeEach(async () => {
  const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
  client = (await startServer(db)).withToken(token);
});

const slug = ({ type }: { type?: string }) => type?.split('/').at(-1);
const square = (west: number, south: number, size = 0.1) => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];

async function preview(file: Buffer | string | object, fields: Record<string, string> = {}, name = 'upload') {
  return client.post('/api/imports', uploadOf(file, fields, name));
}

async function areasOf(file: Buffer | string | object, fields: Record<string, string> = {}, name = 'upload') {
  const { body } = await preview(file, fields, name);
  expect(body).toMatchObject({ id: expect.any(Number) });
  const committed = await client.post(`/api/imports/${body.id}/commit`, {});
  const areas = await client.get('/api/areas?limit=1000');
  return { preview: body, result: committed.body, areas: areas.body.features };
}

describe('a GeoPackage', () => {
  type Layer = {
    table: string;
    srid: number;
    organization?: string;
    rows: [name: string | null, blob: Buffer | null][];
  };

  /** A file with the tables that are read, and a geometry column called shape. */
  async function geoPackage(layers: readonly Layer[]): Promise<Buffer> {
    const { Database } = await initSqlJs();
    const database = new Database();
    database.exec(
      `create table gpkg_spatial_ref_sys (srs_name text, srs_id integer primary key, organization text, organization_coordsys_id integer, definition text);
       create table gpkg_contents (table_name text, data_type text);
       create table gpkg_geometry_columns (table_name text, column_name text, srs_id integer);`,
    );
    for (const { table, srid, organization = 'EPSG', rows } of layers) {
      database.run('insert or ignore into gpkg_spatial_ref_sys values (?, ?, ?, ?, ?)', [
        '',
        srid,
        organization,
        srid,
        'undefined',
      ]);
      database.run("insert into gpkg_contents values (?, 'features')", [table]);
      database.run("insert into gpkg_geometry_columns values (?, 'shape', ?)", [table, srid]);
      database.exec(`create table "${table}" (fid integer primary key, shape blob, "名称" text, extra blob)`);
      for (const [name, blob] of rows)
        database.run(`insert into "${table}" (shape, "名称", extra) values (?, ?, x'00')`, [blob, name]);
    }
    return Buffer.from(database.export());
  }

  const blobOf = (wkb: Buffer, flags = 1) =>
    Buffer.concat([Buffer.from([0x47, 0x50, 0, flags, 0, 0, 0, 0]), Buffer.alloc(flags & 2 ? 32 : 0), wkb]);
  const polygon = (west: number, south: number, size?: number) =>
    wkbOfPolygons([[Float64Array.from(square(west, south, size).flat())]]);
  /** The same with altitudes, as ISO and as PostGIS number them. */
  const withAltitudes = (code: number) => {
    const ring = square(12, 48);
    const wkb = Buffer.alloc(13 + ring.length * 24);
    wkb.writeUInt8(1, 0);
    wkb.writeUInt32LE(code, 1);
    wkb.writeUInt32LE(1, 5);
    wkb.writeUInt32LE(ring.length, 9);
    ring.forEach(([x = 0, y = 0], index) => {
      for (const [place, value] of [x, y, 100].entries())
        wkb.writeDoubleLE(value, 13 + index * 24 + place * 8);
    });
    return wkb;
  };

  test('gives its outlines and fields, altitudes and blobs left out', async () => {
    const rows: Layer['rows'] = [
      ['一', blobOf(polygon(10, 48))],
      ['二', blobOf(polygon(11, 48), 3)],
      ['三', blobOf(withAltitudes(1003))],
      ['四', blobOf(withAltitudes(0x80000003))],
      [null, null],
      ['六', Buffer.from('GP and no more')],
    ];
    const file = await geoPackage([{ table: '村 1', srid: 4326, rows }]);
    const found = await areasOf(file, {}, 'x.gpkg');
    expect(found.preview).toMatchObject({ format: 'geopackage', datum: 'wgs84', features: 6 });
    expect(found.preview.fields.map(({ name }: { name: string }) => name)).toEqual(['fid', '名称']);
    expect(found.areas.map(({ properties }: { properties: { name: string } }) => properties.name)).toEqual([
      '一',
      '二',
      '三',
      '四',
    ]);
    expect(found.areas[2].geometry).toEqual({ type: 'Polygon', coordinates: [square(12, 48)] });
    expect(found.result.skipped.map(({ index }: { index: number }) => index)).toEqual([4, 5]);
  });

  test('is transformed from the system that it names', async () => {
    const file = await geoPackage([
      {
        table: 'a',
        srid: 3857,
        rows: [['一', blobOf(polygon(1_113_194.9079327357, 6_106_854.834885074, 1000))]],
      },
    ]);
    const found = await areasOf(file);
    expect(found.preview).toMatchObject({
      datum: 'epsg:3857',
      bounds: [expect.closeTo(10, 9), expect.closeTo(48, 9), expect.anything(), expect.anything()],
    });
  });

  test('with several layers asks which, and takes the one that is named', async () => {
    const layer = (table: string, west: number): Layer => ({
      table,
      srid: 4326,
      rows: [[table, blobOf(polygon(west, 48))]],
    });
    const file = await geoPackage([layer('villages', 10), layer('roads', 11)]);
    const asked = await preview(file);
    expect([asked.status, slug(asked.body), asked.body.errors[0].path]).toEqual([
      422,
      'several-layers',
      'layer',
    ]);
    expect(asked.body.detail).toMatch('roads, villages');
    expect(slug((await preview(file, { layer: 'rivers' })).body)).toBe('no-such-layer');
    const { areas } = await areasOf(file, { layer: 'villages' });
    expect(areas.map(({ properties }: { properties: { name: string } }) => properties.name)).toEqual([
      'villages',
    ]);
  });

  test('in China asks for its datum, whatever it says', async () => {
    const file = await geoPackage([{ table: 'a', srid: 4326, rows: [['一', blobOf(polygon(119, 48))]] }]);
    expect(slug((await preview(file)).body)).toBe('datum-required');
    expect((await preview(file, { datum: 'gcj02' })).status).toBe(201);
  });

  test('that is none, or is damaged, is refused', async () => {
    const { Database } = await initSqlJs();
    const other = new Database();
    other.exec('create table a (b)');
    const whole = Buffer.from(other.export());
    for (const file of [whole, whole.subarray(0, 600), Buffer.from('SQLite format 3\0 and nothing more')]) {
      const { status, body } = await preview(file);
      expect([status, slug(body)]).toEqual([422, 'not-a-geopackage']);
    }
    expect(slug((await preview(await geoPackage([]))).body)).toBe('no-layer');
  });
});

describe('a KML', () => {
  const ring = (west: number, south: number) =>
    `<LinearRing><coordinates>${square(west, south)
      .map(([lon, lat]) => `${lon},${lat},7`)
      .join('\n ')}</coordinates></LinearRing>`;
  const polygonOf = (west: number, south: number, hole = '') =>
    `<Polygon><outerBoundaryIs>${ring(west, south)}</outerBoundaryIs>${hole}</Polygon>`;
  const document = (body: string) =>
    `<?xml version="1.0" encoding="UTF-8"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>all</name>${body}</Document></kml>`;
  const whole = document(`
    <NetworkLink><Link><href>http://nowhere.invalid/other.kml</href></Link></NetworkLink>
    <Folder><name>folder</name>
      <Placemark><name>一 &amp; 二</name><description>none of it</description>
        <ExtendedData><Data name="code"><displayName>Code</displayName><value>A1</value></Data></ExtendedData>
        ${polygonOf(10, 48)}</Placemark>
      <Placemark><ExtendedData><SchemaData schemaUrl="#s"><SimpleData name="code">A2</SimpleData>
        <SimpleData name="name"><![CDATA[<三>]]></SimpleData></SchemaData></ExtendedData>
        <MultiGeometry>${polygonOf(11, 48)}${polygonOf(12, 48)}<Point><coordinates>1,2</coordinates></Point></MultiGeometry></Placemark>
      <Placemark><name>a point</name><Point><coordinates>10,48</coordinates></Point></Placemark>
    </Folder>`);

  const names = (areas: { properties: { code: string; name: string } }[]) =>
    areas.map(({ properties: { code, name } }) => `${code} ${name}`);

  test('gives its placemarks with their data, in folders or not; links are not followed', async () => {
    const { preview: read, areas, result } = await areasOf(whole, {}, 'doc.kml');
    expect(read).toMatchObject({ format: 'kml', features: 3, datum: 'wgs84' });
    expect(names(areas)).toEqual(['A1 一 & 二', 'A2 <三>']);
    expect(areas[1].geometry.coordinates).toEqual([[square(11, 48)], [square(12, 48)]]);
    expect(read.problems.map(({ kind }: { kind: string }) => kind)).toEqual([
      'network-links',
      'members-left-out',
      'not-polygonal',
    ]);
    expect(result.skipped).toMatchObject([{ index: 2 }]);
  });

  test('comes in a KMZ as well', async () => {
    const kmz = zipOf([
      { name: 'files/other.kml', data: document('') },
      { name: 'doc.kml', data: whole },
    ]);
    expect(names((await areasOf(kmz, {}, 'doc.kmz')).areas)).toEqual(['A1 一 & 二', 'A2 <三>']);
  });

  test('in a KMZ whose document only links to it is found', async () => {
    const kmz = zipOf([
      {
        name: 'doc.kml',
        data: document('<NetworkLink><Link><href>layers/a.kml</href></Link></NetworkLink>'),
      },
      { name: 'layers/a.kml', data: whole },
    ]);
    expect(names((await areasOf(kmz)).areas)).toEqual(['A1 一 & 二', 'A2 <三>']);
  });

  test.each([
    ['a document type', `<!DOCTYPE kml [<!ENTITY a "b">]>${document('')}`, 'document-type'],
    ['another root', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'not-kml'],
    ['nothing behind its start', '<?xml version="1.0"?>', 'not-kml'],
    ['no placemarks', document(''), 'no-features'],
    ['a link alone', '<kml><NetworkLink><Link><href>x</href></Link></NetworkLink></kml>', 'no-features'],
  ])('with %s is refused', async (_name, file, type) => {
    const { status, body } = await preview(file);
    expect([status, slug(body)]).toEqual([422, type]);
  });

  test('that ends in the middle gives what is whole', async () => {
    const { preview: read, areas } = await areasOf(whole.slice(0, whole.indexOf('SchemaData') + 40));
    expect(names(areas)).toEqual(['A1 一 & 二']);
    expect(read.problems.map(({ kind }: { kind: string }) => kind)).toContain('truncated');
  });

  test('with entities of its own is read up to them', async () => {
    const { body } = await preview(
      document(`<Placemark><name>&bomb;</name>${polygonOf(10, 48)}</Placemark>`),
    );
    expect(slug(body)).toBe('no-features');
  });

  test('in China asks for its datum', async () => {
    const file = document(`<Placemark>${polygonOf(119, 48)}</Placemark>`);
    expect(slug((await preview(file)).body)).toBe('datum-required');
  });
});

test('a cell of 200,001 vertices is refused in every format, and its neighbour is taken', async () => {
  const many = Array.from({ length: 200_000 }, (_, i) => [
    10 + Math.cos(i / 40_000) / 10,
    48 + Math.sin(i / 40_000) / 10,
  ]);
  const ring = [...many, many[0] ?? []];
  const text = ring.map(([lon, lat]) => `${lon},${lat}`).join(' ');
  const placemark = (coordinates: string) =>
    `<Placemark><Polygon><outerBoundaryIs><LinearRing><coordinates>${coordinates}</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>`;
  const small = square(20, 48)
    .map(([lon, lat]) => `${lon},${lat}`)
    .join(' ');
  const { body } = await preview(`<kml>${placemark(text)}${placemark(small)}</kml>`);
  expect(body.problems).toMatchObject([{ index: 0, kind: 'too-many-vertices' }]);
  expect((await client.post(`/api/imports/${body.id}/commit`, {})).body).toMatchObject({ created: 1 });
});

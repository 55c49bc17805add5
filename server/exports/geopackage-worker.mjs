// Writes a GeoPackage beside the server: SQLite works in its own memory and thread.
// Plain JavaScript, for a worker is started without the loader that reads TypeScript.
import { parentPort, workerData } from 'node:worker_threads';
import initSqlJs from 'sql.js';

const wgs84 =
  'GEOGCS["WGS 84",DATUM["WGS_1984",SPHEROID["WGS 84",6378137,298.257223563,AUTHORITY["EPSG","7030"]],AUTHORITY["EPSG","6326"]],PRIMEM["Greenwich",0,AUTHORITY["EPSG","8901"]],UNIT["degree",0.0174532925199433,AUTHORITY["EPSG","9122"]],AUTHORITY["EPSG","4326"]]';

const { layer, fields } = workerData;
const quoted = (name) => `"${name.replaceAll('"', '""')}"`;
const { Database } = await initSqlJs();
const database = new Database();

// Clauses 1.1.1 to 2.1.5 of OGC 12-128r19; 0x47504B47 is GPKG.
database.exec(`
  pragma application_id = 1196444487;
  pragma user_version = 10300;
  create table gpkg_spatial_ref_sys (srs_name text not null, srs_id integer not null primary key,
    organization text not null, organization_coordsys_id integer not null, definition text not null, description text);
  create table gpkg_contents (table_name text not null primary key, data_type text not null, identifier text unique,
    description text default '', last_change datetime not null default (strftime('%Y-%m-%dT%H:%M:%fZ','now')),
    min_x double, min_y double, max_x double, max_y double, srs_id integer,
    constraint fk_gc_r_srs_id foreign key (srs_id) references gpkg_spatial_ref_sys(srs_id));
  create table gpkg_geometry_columns (table_name text not null, column_name text not null,
    geometry_type_name text not null, srs_id integer not null, z tinyint not null, m tinyint not null,
    constraint pk_geom_cols primary key (table_name, column_name), constraint uk_gc_table_name unique (table_name),
    constraint fk_gc_tn foreign key (table_name) references gpkg_contents(table_name),
    constraint fk_gc_srs foreign key (srs_id) references gpkg_spatial_ref_sys (srs_id));
  create table ${quoted(layer)} (fid integer primary key autoincrement not null, geom geometry,
    ${fields.map(({ name, type }) => `${quoted(name)} ${type}`).join(', ')});
  begin;
`);
database.run('insert into gpkg_spatial_ref_sys values (?, 4326, ?, 4326, ?, ?)', [
  'WGS 84 geodetic',
  'EPSG',
  wgs84,
  'longitude/latitude coordinates in decimal degrees on the WGS 84 spheroid',
]);
for (const [name, id] of [
  ['Undefined cartesian SRS', -1],
  ['Undefined geographic SRS', 0],
])
  database.run("insert into gpkg_spatial_ref_sys values (?, ?, 'NONE', ?, 'undefined', null)", [
    name,
    id,
    id,
  ]);

const insert = database.prepare(
  `insert into ${quoted(layer)} values (${['?', '?', ...fields.map(() => '?')].join(', ')})`,
);

parentPort?.on('message', (message) => {
  if (message.rows) {
    for (const { id, geometry, values } of message.rows) insert.run([id, geometry, ...values]);
    parentPort?.postMessage({ taken: message.rows.length });
    return;
  }
  const { bounds, geometryType } = message.finish;
  insert.free();
  database.run(
    "insert into gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) values (?, 'features', ?, ?, ?, ?, ?, 4326)",
    [layer, layer, ...(bounds ?? [null, null, null, null])],
  );
  database.run("insert into gpkg_geometry_columns values (?, 'geom', ?, 4326, 0, 0)", [layer, geometryType]);
  database.exec('commit');
  parentPort?.postMessage({ file: database.export() });
});

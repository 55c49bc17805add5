// Reads a GeoPackage beside the server: SQLite works in its own memory and thread, and may be ended at any time.
// Plain JavaScript, for a worker is started without the loader that reads TypeScript.
import { readFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import initSqlJs from 'sql.js';

const rowsAtOnce = 500;
const bytesAtOnce = 8 * 1024 * 1024;

const { Database } = await initSqlJs();
const database = new Database(readFileSync(workerData.path));
/** @type {{ statement: import('sql.js').Statement, geometry: number, names: string[] } | undefined} */
let reading;

parentPort?.on('message', (question) => {
  try {
    parentPort?.postMessage({ answer: answers[question.ask](question) });
  } catch (error) {
    parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) });
  }
});

const answers = {
  layers: () => {
    const [result] = database.exec(
      `select g.table_name, g.column_name, s.organization, s.organization_coordsys_id, s.srs_name, s.definition
       from gpkg_geometry_columns g join gpkg_contents c on c.table_name = g.table_name
       left join gpkg_spatial_ref_sys s on s.srs_id = g.srs_id
       where c.data_type = 'features' order by g.table_name`,
    );
    return (result?.values ?? []).map(([table, column, organization, code, system, definition]) => ({
      table,
      column,
      organization,
      code,
      system,
      definition,
    }));
  },
  open: ({ table, column }) => {
    const statement = database.prepare(`select * from "${table.replaceAll('"', '""')}"`);
    const names = statement.getColumnNames();
    reading = { statement, names, geometry: names.indexOf(column) };
    return names;
  },
  rows: () => {
    const rows = [];
    for (let bytes = 0; reading && rows.length < rowsAtOnce && bytes < bytesAtOnce; ) {
      if (!reading.statement.step()) {
        // Another step would begin anew.
        reading.statement.free();
        reading = undefined;
        break;
      }
      const values = reading.statement.get();
      const geometry = values[reading.geometry];
      const isBlob = geometry instanceof Uint8Array;
      if (isBlob) bytes += geometry.length;
      const { names, geometry: own } = reading;
      const entries = names.flatMap((name, index) =>
        index === own || values[index] instanceof Uint8Array ? [] : [[name, values[index]]],
      );
      rows.push({ geometry: isBlob ? geometry : null, attributes: Object.fromEntries(entries) });
    }
    return rows;
  },
};

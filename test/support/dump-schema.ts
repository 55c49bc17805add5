// `npm run schema`: migrates an empty database and writes what came of it to docs/schema.sql, for reviewers to see
// the net effect of a migration. test/database/schema.db.test.ts holds the file against the migrations.
import { writeFile } from 'node:fs/promises';
import { openDatabase } from '../../server/database/open.ts';
import { atDatabase, provideDatabase } from './global-database.ts';
import { describeSchema, schemaPath } from './schema.ts';

const { name, provided, stop } = await provideDatabase();
const migrated =
  provided.kind === 'postgres' ? atDatabase(provided.server, provided.template) : provided.server;
const db = openDatabase(migrated, 1);
try {
  await writeFile(schemaPath, await describeSchema(db));
  console.log(`${schemaPath} was written from ${name}.`);
} finally {
  await db.destroy();
  await stop();
}

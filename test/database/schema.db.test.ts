import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { testDatabase } from '../support/database.ts';
import { describeSchema, schemaPath } from '../support/schema.ts';

const { db } = await testDatabase();

test('docs/schema.sql is what the migrations make (npm run schema rewrites it)', async () => {
  expect(await describeSchema(db)).toBe(await readFile(schemaPath, 'utf8'));
});

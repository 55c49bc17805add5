import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { ChangedCell, Relative } from '../../../server/plans/versions/difference.ts';
import { makeAccount } from '../../support/accounts.ts';
import type { Client } from '../../support/client.ts';
import { testDatabase } from '../../support/database.ts';
import { dataFolder, dataNote, withData } from '../../support/real-data.ts';
import { startServer } from '../../support/server.ts';
import { zipOf } from '../../support/zip.ts';

const { db } = await testDatabase();

/** The municipalities of a year as the cells of a draft, their numbers as codes. */
async function importYear(client: Client, year: 2019 | 2020): Promise<number> {
  const { body: plan } = await client.post('/api/plans', {
    name: `${year}`,
    layer: 'community',
    scopeAreaId: null,
  });
  const file = (ending: string) => ({
    name: `municipalities.${ending}`,
    data: readFileSync(join(dataFolder, `coverage/swiss-maps/${year}/municipalities.${ending}`)),
  });
  const form = new FormData();
  const fields = {
    kind: 'cells',
    planId: String(plan.id),
    datum: 'epsg:2056',
    encoding: 'utf-8',
    mapping: JSON.stringify({ id: 'code', name: 'name' }),
  };
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append(
    'file',
    new Blob([Uint8Array.from(zipOf(['shp', 'dbf', 'shx', 'prj'].map(file)))]),
    'swiss.zip',
  );
  const preview = await client.post('/api/imports', form);
  expect(preview.status).toBe(201);
  expect((await client.post(`/api/imports/${preview.body.id}/commit`, { clean: false })).status).toBe(200);
  return plan.id;
}

test.skipIf(!withData)(
  `names the municipalities of Switzerland that went from 2019 to 2020, and into whom${dataNote}`,
  { timeout: 300_000 },
  async () => {
    const server = await startServer(db);
    const { token } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
    const client = server.withToken(token);
    const [before, after] = [await importYear(client, 2019), await importYear(client, 2020)];
    const { body } = await client.get(`/api/plans/${before}/diff/${after}`);
    expect(body.counts).toEqual({ unchanged: 2197, attributes: 0, moved: 5, added: 3, removed: 13 });
    const whole = (cells: Relative[]) => cells.map(({ code, share }) => `${code} ${share.toFixed(2)}`);
    const went = body.removed.map((cell: ChangedCell) => [
      `${cell.code} ${cell.name}`,
      whole(cell.mergedInto),
    ]);
    expect(Object.fromEntries(went)).toEqual({
      '1126 Ebersecken': ['1123 1.00'],
      '2111 Villaz-Saint-Pierre': ['2117 1.00'],
      '2116 La Folliaz': ['2117 1.00'],
      '2185 Corserey': ['2237 1.00'],
      '2213 Noréaz': ['2237 1.00'],
      '2221 Prez-vers-Noréaz': ['2237 1.00'],
      '3926 Maladers': ['3901 1.00'],
      '4114 Schinznach-Bad': ['4095 1.00'],
      '873 Kirchenthurnen': ['889 1.00'],
      '874 Lohnstorf': ['889 1.00'],
      '876 Mühlethurnen': ['889 1.00'],
      '937 Schwendibach': ['939 1.00'],
      '996 Wolfisberg': ['981 1.00'],
    });
    const came = body.added.map((cell: ChangedCell) => [`${cell.code} ${cell.name}`, whole(cell.splitFrom)]);
    expect(Object.fromEntries(came)).toEqual({
      '889 Thurnen': ['876 0.49', '874 0.30', '873 0.20'],
      '2117 Villaz': ['2116 0.64', '2111 0.36'],
      '2237 Prez': ['2213 0.43', '2221 0.36', '2185 0.21'],
    });
    const grown = body.moved.map(({ name, lostSquareMetres, splitFrom }: ChangedCell) => [
      name,
      lostSquareMetres,
      splitFrom.map((one) => one.name),
    ]);
    expect(grown).toEqual([
      ['Altishofen', 0, ['Ebersecken']],
      ['Chur', 0, ['Maladers']],
      ['Brugg', 0, ['Schinznach-Bad']],
      ['Steffisburg', 0, ['Schwendibach']],
      ['Niederbipp', 0, ['Wolfisberg']],
    ]);
  },
);

import { expect, test } from 'vitest';
import { outlineToWgs84 } from '../../../server/geo/datum.ts';
import type { Outline } from '../../../server/geo/geojson.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { provePlan } from '../../../server/plans/proof/prove.ts';
import { insertPlan } from '../../../server/plans/store.ts';
import { testDatabase } from '../../support/database.ts';
import { dataNote, withData } from '../../support/real-data.ts';
import { readArchive, readOutlines } from '../proof/data-sets.ts';

const { db } = await testDatabase();

/** How many changes of each kind are listed. */
type Changed = Record<string, number>;
type Case = [name: string, path: string, created: number, changed: Changed];

const clean: Case[] = [
  ['the police beats of Chicago', 'coverage/chicago/police_beats.geojson', 277, {}],
  [
    'the output areas of Cornwall, 6 of which touch themselves',
    'coverage/uk/oa_E06000052_cornwall.json.gz',
    1875,
    { 'made-valid': 6, 'split-part': 83 },
  ],
];

const messy: Case[] = [
  [
    'the simplified beats of Chicago',
    'messy/chicago/police_beats_simple.geojson',
    277,
    { snapped: 3, matched: 251, trimmed: 263, filled: 170 },
  ],
  [
    'the areas of Allerdale with the noise of floating point',
    'coverage/uk/lsoa_E07000026_allerdale.json',
    64,
    { snapped: 51, 'split-part': 4 },
  ],
  [
    'the election districts of New York',
    'messy/nyc/election_districts.geojson',
    5236,
    { matched: 130, 'made-valid': 42, trimmed: 123, filled: 9, 'split-part': 38 },
  ],
  [
    'the counties of 包头',
    'messy/echarts-china-cities/nei4_meng2_gu3_bao1_tou2.geojson',
    13,
    { 'made-valid': 5, matched: 1, trimmed: 1, 'split-part': 4 },
  ],
  [
    'the counties of 巴彦淖尔',
    'messy/echarts-china-cities/nei4_meng2_gu3_ba1_yan4_nao4_er3.geojson',
    11,
    { 'made-valid': 6, trimmed: 1, 'split-part': 4 },
  ],
];

const mapshaper = [
  'ex1_yemen',
  'ex2_yemen',
  'ex3',
  'ex4',
  'ex5_three_precincts',
  'ex6',
  'ex7_britain',
  'ex8_britain',
  'ex9_FranklinTwoPrecinctsDetail',
];

async function importedClean(geometries: readonly Outline[], fillSquareMetres?: 'all') {
  const planId = await insertPlan(db, { name: 'cleaned', layer: 'police', scopeAreaId: null });
  const outlines = geometries.map((geometry, index) => ({ index, geometry, properties: {} }));
  const options = { toleranceMetres: 1, ...(fillSquareMetres && { fillSquareMetres }) };
  const result = await insertOutlines(db, planId, outlines, { clean: options });
  const { revision } = await db('plans').where({ id: planId }).first('revision');
  const findings = await provePlan(db, { id: planId, revision, scopeAreaId: null });
  const changed: Changed = {};
  for (const { kind } of result.changes ?? []) changed[kind] = (changed[kind] ?? 0) + 1;
  return {
    planId,
    result,
    changed,
    told: findings
      .filter(({ severity }) => severity === 'error')
      .map(({ kind, english }) => `${kind}: ${english}`),
  };
}

const inWgs84 = (path: string) =>
  readOutlines(path).map((outline) => (path.includes('china') ? outlineToWgs84('gcj02', outline) : outline));

for (const [name, path, created, changed] of [...clean, ...messy]) {
  test.skipIf(!withData)(`proves clean: ${name}${dataNote}`, { timeout: 180_000 }, async () => {
    const found = await importedClean(inWgs84(path));
    expect(found.told).toEqual([]);
    expect({ created: found.result.created, changed: found.changed }).toEqual({ created, changed });
  });
}

test.skipIf(!withData)(
  `leaves the one real hole of Inner Mongolia${dataNote}`,
  { timeout: 180_000 },
  async () => {
    const counties = [...readArchive('admin/vonng-adcode/fences_all_103_counties_of_15.tar.gz').values()];
    expect(counties.length).toBe(103);
    const { told, changed } = await importedClean(counties.map((county) => outlineToWgs84('gcj02', county)));
    expect(told).toEqual([expect.stringMatching(/^gap: 1\.34e\+3 km²/)]);
    expect(changed).toEqual({ 'split-part': expect.any(Number) });
  },
);

test.skipIf(!withData)(`keeps the area of every simplified beat within 2 %${dataNote}`, async () => {
  const outlines = inWgs84('messy/chicago/police_beats_simple.geojson');
  const { planId } = await importedClean(outlines);
  const { rows } = await db.raw(
    `select max(abs(cells.area_square_metres / st_area(st_geomfromgeojson(sent.outline)::geography) - 1)) as worst, count(*)::int
     from unnest(:outlines::text[]) with ordinality as sent(outline, place)
     join (select cell_id, row_number() over (order by cell_id) as place from plan_cells where plan_id = :planId) as kept
       on kept.place = sent.place
     join cells on cells.id = kept.cell_id`,
    { planId, outlines: outlines.map((outline) => JSON.stringify(outline)) },
  );
  expect(rows).toMatchObject([{ count: 277 }]);
  expect(rows[0].worst).toBeLessThan(0.02);
});

for (const name of mapshaper) {
  test.skipIf(!withData)(`proves clean: ${name} of mapshaper${dataNote}`, async () => {
    const sent = readOutlines(`messy/mapshaper/clean/${name}.json`);
    // Two of the nine are on the British National Grid.
    const outlines = name.endsWith('britain') ? await fromBritishGrid(sent) : sent;
    const found = await importedClean(outlines, 'all');
    expect(found.told).toEqual([]);
    expect(found.result.created).toBe(sent.length);
    expect(Object.keys(found.changed)).not.toEqual([]);
  });
}

async function fromBritishGrid(outlines: readonly Outline[]): Promise<Outline[]> {
  const { rows } = await db.raw(
    `select st_asgeojson(st_transform(st_setsrid(st_geomfromgeojson(outline), 27700), 4326), 15) as outline
     from unnest(:outlines::text[]) with ordinality as given(outline, place) order by place`,
    { outlines: outlines.map((outline) => JSON.stringify(outline)) },
  );
  return rows.map(({ outline }: { outline: string }) => JSON.parse(outline));
}

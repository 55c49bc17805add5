import { expect, test } from 'vitest';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { provePlan } from '../../../server/plans/proof/prove.ts';
import { insertPlan } from '../../../server/plans/store.ts';
import { testDatabase } from '../../support/database.ts';
import { dataNote, withData } from '../../support/real-data.ts';
import { readOutlines } from './data-sets.ts';

const { db, isEmbedded } = await testDatabase();

/** As PostGIS counts them: ST_IsValid, pairs whose insides meet, inner rings of the union. */
type Counts = { invalid: number; overlap: number; gap: number };

/** The embedded database overlays on a grid: gaps thinner than 0.1 micrometres are not told there. */
const gapsOnGrid = new Map([
  [257, 255],
  [1117, 1050],
  [12, 10],
]);

const sets: [name: string, path: string, cells: number, counts: Counts][] = [
  [
    'the 277 police beats of Chicago',
    'coverage/chicago/police_beats.geojson',
    277,
    { invalid: 0, overlap: 0, gap: 0 },
  ],
  [
    'the same beats simplified one by one',
    'messy/chicago/police_beats_simple.geojson',
    277,
    { invalid: 0, overlap: 373, gap: 257 },
  ],
  [
    'output areas of Cornwall on 25 landmasses',
    'coverage/uk/oa_E06000052_cornwall.json.gz',
    1792,
    { invalid: 6, overlap: 0, gap: 0 },
  ],
  [
    'areas of Allerdale with the noise of floating point',
    'coverage/uk/lsoa_E07000026_allerdale.json',
    60,
    { invalid: 0, overlap: 144, gap: 1117 },
  ],
  [
    'election districts of New York',
    'messy/nyc/election_districts.geojson',
    5199,
    { invalid: 42, overlap: 196, gap: 11 },
  ],
  ['borders of Yemen', 'messy/mapshaper/clean/ex2_yemen.json', 3, { invalid: 0, overlap: 2, gap: 12 }],
];

for (const [name, path, cells, counts] of sets) {
  test.skipIf(!withData)(`finds what is wrong with ${name}${dataNote}`, { timeout: 180_000 }, async () => {
    const planId = await insertPlan(db, { name, layer: 'police', scopeAreaId: null });
    const outlines = readOutlines(path).map((geometry, index) => ({ index, geometry, properties: {} }));
    const result = await insertOutlines(db, planId, outlines, { clean: false });
    expect(result).toEqual({ created: cells, updated: 0, skipped: [], repaired: [] });
    const { revision } = await db('plans').where({ id: planId }).first('revision');
    const findings = await provePlan(db, { id: planId, revision, scopeAreaId: null });
    const count = (kind: string) => findings.filter((finding) => finding.kind === kind).length;
    expect({ invalid: count('invalid'), overlap: count('overlap'), gap: count('gap') }).toEqual({
      ...counts,
      gap: (isEmbedded && gapsOnGrid.get(counts.gap)) || counts.gap,
    });
    if (counts.invalid + counts.overlap + counts.gap === 0) expect(findings).toEqual([]);
  });
}

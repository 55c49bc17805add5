import { expect, test } from 'vitest';
import { everywhere } from '../../server/access/scope.ts';
import { stepEdit } from '../../server/plans/edits/history.ts';
import { findSteps } from '../../server/plans/edits/queries.ts';
import { insertOutlines } from '../../server/plans/import-outlines.ts';
import type { Finding } from '../../server/plans/proof/finding.ts';
import { keyOf } from '../../server/plans/proof/problems.ts';
import { provePlan } from '../../server/plans/proof/prove.ts';
import { makeRepairs } from '../../server/plans/repairs/make-repairs.ts';
import { insertPlan } from '../../server/plans/store.ts';
import { makeAccount } from '../support/accounts.ts';
import { testDatabase } from '../support/database.ts';
import { dataNote, withData } from '../support/real-data.ts';
import { readOutlines } from './proof/data-sets.ts';

const { db } = await testDatabase();

const sets: [name: string, path: string, leastShare: number][] = [
  ['police beats of Chicago simplified one by one', 'messy/chicago/police_beats_simple.geojson', 0.98],
  ['areas of Allerdale with the noise of floating point', 'coverage/uk/lsoa_E07000026_allerdale.json', 0.98],
  ['election districts of New York', 'messy/nyc/election_districts.geojson', 0],
  ['borders of Yemen', 'messy/mapshaper/clean/ex2_yemen.json', 0.9],
];

async function areasOf(planId: number): Promise<Map<string, number>> {
  const { rows } = await db.raw(
    `select code, area_square_metres as size from plan_cells join cells on cells.id = cell_id where plan_id = :planId`,
    { planId },
  );
  return new Map(rows.map(({ code, size }: { code: string; size: number }) => [code, size]));
}

/** What is stored of every cell, to the last byte. */
async function storedOf(planId: number): Promise<unknown[]> {
  const { rows } = await db.raw(
    `select plan_cells.cell_id, code, name, encode(st_asbinary(coalesce(plan_cells.geometry, cells.geometry)), 'hex') as wkb
     from plan_cells join cells on cells.id = cell_id where plan_id = :planId order by 1`,
    { planId },
  );
  return rows;
}

/** A sliver that touches no other cell has none to be dissolved in. */
async function withoutIslands(planId: number, errors: Finding[]): Promise<Finding[]> {
  const { rows } = await db.raw(
    `select plan_cells.cell_id from plan_cells join cells on cells.id = plan_cells.cell_id
     where plan_id = :planId and plan_cells.cell_id = any(:ids) and exists (
       select from cells other join plan_cells beside on beside.cell_id = other.id and beside.plan_id = :planId
       where other.id <> cells.id and st_relate(other.geometry, cells.geometry, '****1****'))`,
    { planId, ids: errors.flatMap(({ cells }) => cells) },
  );
  const touching = new Set(rows.map((row: { cell_id: number }) => row.cell_id));
  return errors.filter(({ kind, cells }) => kind !== 'sliver' || cells.some((id) => touching.has(id)));
}

for (const [name, path, leastShare] of sets) {
  test.skipIf(!withData)(
    `repairs ${name} to a proved plan, and undoes it${dataNote}`,
    { timeout: 240_000 },
    async () => {
      const { accountId, username } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
      const caller = { accountId, username, displayName: username, personId: null, grants: [], tokenId: 0 };
      const planId = await insertPlan(db, { name, layer: 'police', scopeAreaId: null });
      const outlines = readOutlines(path).map((geometry, index) => ({ index, geometry, properties: {} }));
      await insertOutlines(db, planId, outlines, { clean: false });
      const before = await areasOf(planId);
      const untouched = await storedOf(planId);
      // Of a cell in several parts every part becomes one.
      const { rows: several } = await db.raw(
        `select code from plan_cells join cells on cells.id = cell_id
       where plan_id = :planId and st_numgeometries(cells.geometry) > 1`,
        { planId },
      );
      const parted = new Set(several.map(({ code }: { code: string }) => code));
      const errorsAfter = async () => {
        const { revision } = await makeRepairs(db, caller, everywhere, planId, { all: true }, 'en');
        const findings = await provePlan(db, { id: planId, revision, scopeAreaId: null });
        return findings.filter(({ severity }) => severity === 'error');
      };
      let errors = await errorsAfter();
      // What was cut off in the first round may be a sliver, which the second dissolves.
      if (errors.length > 0 && errors.every(({ kind }) => kind === 'sliver')) errors = await errorsAfter();
      errors = await withoutIslands(planId, errors);
      expect(errors.map(({ kind, english }) => `${kind}: ${english}`)).toEqual([]);
      const after = await areasOf(planId);
      const shares = [...before].map(([code, size]) => ({
        code,
        share: (after.get(code) ?? 0) / size,
        size,
      }));
      const changed = shares.filter(
        ({ code, share }) => !parted.has(code) && (share < leastShare || share > 2 - leastShare),
      );
      expect(leastShare > 0 ? changed : []).toEqual([]);
      while ((await findSteps(db, planId, accountId)).undo !== undefined)
        await stepEdit(db, caller, everywhere, planId, 'undo', 'en');
      expect(await storedOf(planId)).toEqual(untouched);
    },
  );
}

test.skipIf(!withData)(
  `repairs the simplified beats of Chicago kind by kind, the last borders that do not match too${dataNote}`,
  { timeout: 240_000 },
  async () => {
    const { accountId, username } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
    const caller = { accountId, username, displayName: username, personId: null, grants: [], tokenId: 0 };
    const planId = await insertPlan(db, { name: 'Chicago', layer: 'police', scopeAreaId: null });
    const outlines = readOutlines('messy/chicago/police_beats_simple.geojson').map((geometry, index) => ({
      index,
      geometry,
      properties: {},
    }));
    await insertOutlines(db, planId, outlines, { clean: false });
    const errorsAfter = async (kind: 'overlap' | 'gap' | 'unmatched-edge') => {
      const { revision, caused } = await makeRepairs(
        db,
        caller,
        everywhere,
        planId,
        { all: true, kind },
        'en',
      );
      const findings = await provePlan(db, { id: planId, revision, scopeAreaId: null });
      return { left: new Set(findings.map((finding) => finding.kind)), caused: caused.length };
    };
    const trimmed = await errorsAfter('overlap');
    expect(trimmed.left).toEqual(new Set(['gap', 'unmatched-edge']));
    // Of 257 gaps, those that the trimmed cells left larger are the only news.
    expect(trimmed.caused).toBeLessThan(10);
    expect(await errorsAfter('gap')).toEqual({ left: new Set(['unmatched-edge']), caused: 0 });
    const { revision } = await db('plans').where({ id: planId }).first('revision');
    const [last] = await provePlan(db, { id: planId, revision, scopeAreaId: null });
    const single = { problems: [last ? keyOf(last) : ''], preview: true };
    const { cured, caused } = await makeRepairs(db, caller, everywhere, planId, single, 'en');
    expect({ cured: cured.length, caused }).toEqual({ cured: 1, caused: [] });
    expect(await errorsAfter('unmatched-edge')).toEqual({ left: new Set(), caused: 0 });
  },
);

test.skipIf(!withData)(
  `repairs the noise of floating point one finding at a time, and kind by kind${dataNote}`,
  { timeout: 240_000 },
  async () => {
    const { accountId, username } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
    const caller = { accountId, username, displayName: username, personId: null, grants: [], tokenId: 0 };
    for (const path of [
      'coverage/uk/lsoa_E07000026_allerdale.json',
      'messy/mapshaper/clean/ex2_yemen.json',
    ]) {
      const planId = await insertPlan(db, { name: path, layer: 'police', scopeAreaId: null });
      const outlines = readOutlines(path).map((geometry, index) => ({ index, geometry, properties: {} }));
      await insertOutlines(db, planId, outlines, { clean: false });
      const tilingErrors = async () => {
        const { revision } = await db('plans').where({ id: planId }).first('revision');
        const findings = await provePlan(db, { id: planId, revision, scopeAreaId: null });
        return findings.filter(
          ({ kind }) => kind === 'overlap' || kind === 'gap' || kind === 'unmatched-edge',
        );
      };
      for (const kind of ['gap', 'overlap', 'unmatched-edge'] as const) {
        const ofKind = async () => (await tilingErrors()).filter((finding) => finding.kind === kind);
        const [first] = await ofKind();
        const key = first ? keyOf(first) : '';
        await makeRepairs(db, caller, everywhere, planId, { problems: [key] }, 'en');
        expect((await ofKind()).map(keyOf)).not.toContain(key);
        if ((await ofKind()).length > 0)
          await makeRepairs(db, caller, everywhere, planId, { all: true, kind }, 'en');
      }
      // What was drawn together can have met others.
      for (let round = 0; round < 4; round++) {
        const [left] = await tilingErrors();
        if (!left) break;
        await makeRepairs(db, caller, everywhere, planId, { all: true, kind: left.kind }, 'en');
      }
      expect((await tilingErrors()).map(({ english }) => english)).toEqual([]);
    }
  },
);

import { expect, test } from 'vitest';
import { everywhere } from '../../../server/access/scope.ts';
import { makeEdit } from '../../../server/plans/edits/apply.ts';
import type { Edit, Position } from '../../../server/plans/edits/edit.ts';
import { stepEdit } from '../../../server/plans/edits/history.ts';
import { insertOutlines } from '../../../server/plans/import-outlines.ts';
import { type LoadedCell, loadCells } from '../../../server/plans/load-cells.ts';
import { insertPlan } from '../../../server/plans/store.ts';
import { makeAccount } from '../../support/accounts.ts';
import { testDatabase } from '../../support/database.ts';
import { dataNote, withData } from '../../support/real-data.ts';
import { readArchive } from '../proof/data-sets.ts';

const { db } = await testDatabase();

type Side = { cells: number[]; ends: [Position, Position] };

/** Of each cell the edges that it shares, with whom, in order along its outline. */
function sharedSides(cells: readonly LoadedCell[]): Map<number, Side[]> {
  const byEnds = new Map<string, Side>();
  for (const { id, outline } of cells)
    for (const ring of outline.flat())
      for (let i = 0; i + 3 < ring.length; i += 2) {
        const ends: Side['ends'] = [
          [ring[i] ?? 0, ring[i + 1] ?? 0],
          [ring[i + 2] ?? 0, ring[i + 3] ?? 0],
        ];
        const key = ends.map(String).sort().join(';');
        byEnds.set(key, { ends, cells: [...(byEnds.get(key)?.cells ?? []), id] });
      }
  const sides = new Map<number, Side[]>();
  for (const side of byEnds.values())
    for (const id of side.cells.length > 1 ? side.cells : []) sides.set(id, [...(sides.get(id) ?? []), side]);
  return sides;
}

test.skipIf(!withData)(
  `merges and reshapes each of the 103 counties of Inner Mongolia, which spans thirty degrees${dataNote}`,
  { timeout: 300_000 },
  async () => {
    const { accountId, username } = await makeAccount(db, { grants: [{ role: 'planner', areaId: null }] });
    const caller = { accountId, username, displayName: username, personId: null, grants: [], tokenId: 0 };
    const planId = await insertPlan(db, { name: '内蒙古', layer: 'police', scopeAreaId: null });
    const archive = readArchive('admin/vonng-adcode/fences_all_103_counties_of_15.tar.gz');
    const outlines = [...archive].map(([name, geometry], index) => ({
      index,
      geometry,
      properties: { name },
    }));
    await insertOutlines(db, planId, outlines, { clean: false });
    const cells = await loadCells(db, planId);
    const sides = sharedSides(cells);
    /** What an edit brings about that is wrong; it is undone again. */
    const errorsOf = async (make: (revision: number) => Edit) => {
      const { revision } = await db('plans').where({ id: planId }).first('revision');
      const { caused } = await makeEdit(db, caller, everywhere, planId, make(revision), 'en');
      await stepEdit(db, caller, everywhere, planId, 'undo', 'en');
      return caused.flatMap(({ properties: { severity, message } }) =>
        severity === 'error' ? [message] : [],
      );
    };
    const wrong: string[] = [];
    for (const { id, name } of cells) {
      const own = sides.get(id) ?? [];
      const { cells: pair = [], ends } = own[own.length >> 1] ?? {};
      const beside = pair.find((other) => other !== id);
      if (!ends || beside === undefined) throw new Error(`${name} has no neighbour`);
      const [a, b] = ends;
      // A little to the side of the middle of a common edge.
      const at: Position = [(a[0] + b[0]) / 2 - (b[1] - a[1]) / 10, (a[1] + b[1]) / 2 + (b[0] - a[0]) / 10];
      const edits: ((revision: number) => Edit)[] = [
        (revision) => ({ kind: 'merge', revision, cells: [id, beside] }),
        (revision) => ({ kind: 'reshape', revision, inserts: [{ a, b, at }] }),
      ];
      for (const make of edits) wrong.push(...(await errorsOf(make)).map((error) => `${name}: ${error}`));
    }
    expect([cells.length, wrong]).toEqual([103, []]);
  },
);

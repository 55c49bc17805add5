import type { Knex } from 'knex';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import { resolveScope, type Scope } from '../../access/scope.ts';
import { cutPage, decodeCursor } from '../../http/parse.ts';
import { getPlan } from '../access.ts';
import type { Plan } from '../plan.ts';
import { remembered } from '../remembered.ts';
import { compareVersions } from './compare.ts';
import {
  type ChangedCell,
  type ChangeKind,
  type Counts,
  changeKinds,
  type difference,
  type differenceFeatures,
} from './difference.ts';
import type { VersionCell } from './match.ts';
import { countKept, coveredCells, readGeometries, readOutlines, readVersions } from './queries.ts';
import { touchedPeople } from './touched.ts';

type Compared = { plan: Plan; other: Plan; kept: number; rows: ChangedCell[]; counts: Counts };

/** What changes from one plan to another, whole; only cells that the scope covers. */
export async function differenceOf(
  db: Knex,
  caller: Caller,
  scope: Scope,
  asked: { id: number; other: number; leastShare: number },
): Promise<z.output<typeof difference>> {
  const { plan, other, kept, rows, counts } = await coveredDifference(db, scope, asked);
  const of = (kind: ChangeKind) => rows.filter((row) => row.kind === kind);
  return {
    plan: plan.id,
    other: other.id,
    leastShare: asked.leastShare,
    counts,
    kept,
    added: of('added'),
    removed: of('removed'),
    moved: of('moved'),
    attributes: of('attributes'),
    changed: of('attributes').flatMap(renamed),
    touched: await touchedBy(db, caller, other, rows),
  };
}

/** The changed cells that the scope covers: removed ones first, then added, moved and altered ones. */
export async function changedCells(
  db: Knex,
  scope: Scope,
  asked: { id: number; other: number; leastShare: number },
): Promise<readonly ChangedCell[]> {
  return (await coveredDifference(db, scope, asked)).rows;
}

/** Those whom the caller may see are named. */
async function touchedBy(db: Knex, caller: Caller, other: Plan, rows: readonly ChangedCell[]) {
  const peopleScope = await resolveScope(db, caller, { roles: ['chief'], own: ['officer', 'volunteer'] });
  return touchedPeople(db, peopleScope, rows, other.from === null ? new Date() : new Date(other.from));
}

/** The same as features, a page at a time. */
export async function differenceFeaturesOf(
  db: Knex,
  caller: Caller,
  scope: Scope,
  asked: { id: number; other: number; leastShare: number },
  page: { kind?: ChangeKind | undefined; limit: number; cursor?: string | undefined },
): Promise<z.output<typeof differenceFeatures>> {
  const { other, rows, counts } = await coveredDifference(db, scope, asked);
  const [after] = decodeCursor(z.tuple([z.int()]), page.cursor) ?? [0];
  const numbered = rows
    .map((row, index) => ({ row, id: index + 1 }))
    .filter(({ row, id }) => id > after && (page.kind === undefined || row.kind === page.kind));
  const cut = cutPage(numbered.slice(0, page.limit + 1), page.limit, ({ id }) => [id]);
  const idsOf = (isRemoved: boolean) =>
    cut.page.flatMap(({ row }) => ((row.kind === 'removed') === isRemoved ? [row.cell] : []));
  const gone = await readGeometries(db, asked.id, idsOf(true));
  const now = await readGeometries(db, asked.other, idsOf(false));
  const features = cut.page.flatMap(({ row, id }) => {
    const outline = (row.kind === 'removed' ? gone : now).get(row.cell);
    if (outline === undefined) return [];
    return [{ type: 'Feature' as const, id, geometry: JSON.parse(outline), properties: row }];
  });
  return {
    type: 'FeatureCollection',
    features,
    next: cut.next,
    counts,
    touched: await touchedBy(db, caller, other, rows),
  };
}

async function coveredDifference(
  db: Knex,
  scope: Scope,
  { id, other: otherId, leastShare }: { id: number; other: number; leastShare: number },
): Promise<Compared> {
  const [plan, other] = [await getPlan(db, scope, id), await getPlan(db, scope, otherId)];
  const key = JSON.stringify([plan.id, plan.revision, other.id, other.revision, leastShare]);
  const rows = await compared(db, key);
  const isCovered = await coveredCells(db, scope, [plan.id, other.id]);
  const own = scope.everywhere
    ? rows
    : rows.filter(({ cell }) => isCovered(cell)).map(coveredOnly(isCovered));
  const count = (kind: ChangeKind) => own.filter((row) => row.kind === kind).length;
  const kept = await countKept(db, scope, plan.id, other.id);
  const [removed = 0, added = 0, moved = 0, attributes = 0] = changeKinds.map(count);
  const counts = { unchanged: kept - attributes, attributes, moved, added, removed };
  return { plan, other, kept, rows: own, counts };
}

/** Of a cell's family those whom the scope covers too. */
function coveredOnly(isCovered: (cellId: number) => boolean) {
  const own = <T extends { cell: number }>(relatives: T[]) => relatives.filter(({ cell }) => isCovered(cell));
  return (row: ChangedCell): ChangedCell => ({
    ...row,
    splitFrom: own(row.splitFrom),
    mergedInto: own(row.mergedInto),
  });
}

const asked = z.tuple([z.int(), z.int(), z.int(), z.int(), z.number()]);

const compared = remembered(4, async (db: Knex, key: string) => {
  const [id, , other, , leastShare] = asked.parse(JSON.parse(key));
  const versions = await readVersions(db, id, other);
  const ids = (cells: readonly VersionCell[]) => cells.map((cell) => cell.id);
  const before = await readOutlines(db, id, ids(versions.gone));
  const after = await readOutlines(db, other, ids(versions.come));
  return compareVersions(
    versions,
    (cell) => before.get(cell.id) ?? [],
    (cell) => after.get(cell.id) ?? [],
    leastShare,
  );
});

function renamed({ cell, code, name, areaSquareMetres, changes }: ChangedCell) {
  const former = (attribute: 'code' | 'name', now: string) => {
    const change = changes.find((one) => one.attribute === attribute);
    return change ? String(change.from) : now;
  };
  const [formerCode, formerName] = [former('code', code), former('name', name)];
  if (formerCode === code && formerName === name) return [];
  return [{ cell, code, name, areaSquareMetres, formerCode, formerName }];
}

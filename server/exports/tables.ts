import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Language } from '../http/problem.ts';
import type { Plan } from '../plans/plan.ts';
import type { Finding } from '../plans/proof/finding.ts';
import { type ChangedCell, leastShareByDefault } from '../plans/versions/difference.ts';
import { changedCells } from '../plans/versions/list.ts';
import { exportedAreas, exportedCells, outlinesOf } from './queries.ts';
import type { ExportFeature, Field, Table } from './table.ts';

const field = (name: string, shortName: string, type: Field['type'] = 'text'): Field => ({
  name,
  shortName,
  type,
});

/** The cells of a plan, by the names that an import recognises. */
export function cellTable(db: Knex, scope: Scope, plan: Plan): Table {
  return {
    title: plan.name,
    fields: [
      field('code', 'code'),
      field('name', 'name'),
      field('ownerCode', 'owner_code'),
      field('ownerName', 'owner_name'),
      field('usage', 'usage'),
      field('class', 'class'),
      field('enclave', 'enclave', 'boolean'),
      field('households', 'households', 'integer'),
      field('areaSquareMetres', 'area_m2', 'real'),
    ],
    features: exportedCells(db, scope, plan.id),
  };
}

export function areaTable(db: Knex, scope: Scope, kind: string | undefined): Table {
  return {
    title: kind ?? 'areas',
    fields: [
      field('kind', 'kind'),
      field('code', 'code'),
      field('name', 'name'),
      field('parentCode', 'parentcode'),
      field('households', 'households', 'integer'),
      field('population', 'population', 'integer'),
      field('areaSquareMetres', 'area_m2', 'real'),
    ],
    features: exportedAreas(db, scope, kind),
  };
}

/** What the proof found, each at its place. */
export function findingTable(plan: Plan, findings: readonly Finding[], language: Language): Table {
  return {
    title: `${plan.name}-problems`,
    fields: [
      field('kind', 'kind'),
      field('severity', 'severity'),
      field('cells', 'cells'),
      field('areaSquareMetres', 'area_m2', 'real'),
      field('message', 'message'),
    ],
    features: featuresOf(findings, (finding, index) => ({
      id: index + 1,
      geometry: JSON.parse(finding.geometry),
      values: [
        finding.kind,
        finding.severity,
        finding.cells.join(', '),
        finding.areaSquareMetres ?? null,
        language === 'zh' ? finding.chinese : finding.english,
      ],
    })),
  };
}

/** The cells that are removed, added, moved and changed from one plan to another, with where their land went. */
export async function differenceTable(db: Knex, scope: Scope, plan: Plan, other: Plan): Promise<Table> {
  const asked = { id: plan.id, other: other.id, leastShare: leastShareByDefault };
  const rows = await changedCells(db, scope, asked);
  const outlines = await outlinesOf(
    db,
    [other.id, plan.id],
    rows.map(({ cell }) => cell),
  );
  return {
    title: `${plan.name}-${other.name}`,
    fields: [
      field('change', 'change'),
      field('code', 'code'),
      field('name', 'name'),
      field('formerCode', 'old_code'),
      field('formerName', 'old_name'),
      field('areaSquareMetres', 'area_m2', 'real'),
      field('movedMetres', 'moved_m', 'real'),
      field('gainedSquareMetres', 'gained_m2', 'real'),
      field('lostSquareMetres', 'lost_m2', 'real'),
      field('splitFrom', 'from'),
      field('mergedInto', 'into'),
    ],
    features: featuresOf(rows, (row) => ({
      id: row.cell,
      geometry: outlines.get(row.cell) ?? { type: 'GeometryCollection', geometries: [] },
      values: changeValues(row),
    })),
  };
}

function changeValues(row: ChangedCell): (string | number | null)[] {
  const { kind, code, name, changes, splitFrom, mergedInto } = row;
  const former = (attribute: 'code' | 'name', now: string) => {
    const change = changes.find((one) => one.attribute === attribute);
    return change ? String(change.from) : now;
  };
  const codesOf = (relatives: ChangedCell['splitFrom']) =>
    relatives.map((one) => one.code).join(', ') || null;
  const isRemoved = kind === 'removed';
  const isAdded = kind === 'added';
  return [
    kind === 'attributes' ? 'changed' : kind,
    isRemoved ? null : code,
    isRemoved ? null : name,
    isAdded ? null : former('code', code),
    isAdded ? null : former('name', name),
    row.areaSquareMetres,
    row.movedMetres ?? null,
    row.gainedSquareMetres ?? null,
    row.lostSquareMetres ?? null,
    codesOf(splitFrom),
    codesOf(mergedInto),
  ];
}

async function* featuresOf<T>(
  items: readonly T[],
  toFeature: (item: T, index: number) => ExportFeature,
): AsyncGenerator<ExportFeature> {
  for (const [index, item] of items.entries()) yield toFeature(item, index);
}

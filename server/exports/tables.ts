import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Language } from '../http/problem.ts';
import { differenceOf } from '../plans/difference.ts';
import type { Plan } from '../plans/plan.ts';
import type { Finding } from '../plans/proof/finding.ts';
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

/** The cells that are added, removed and changed from one plan to another. */
export async function differenceTable(db: Knex, scope: Scope, plan: Plan, other: Plan): Promise<Table> {
  const { added, removed, changed } = await differenceOf(db, scope, plan.id, other.id);
  const rows = [
    ...removed.map(({ cell, code, name, areaSquareMetres }) => ({
      cell,
      values: ['removed', null, null, code, name, areaSquareMetres],
    })),
    ...added.map(({ cell, code, name, areaSquareMetres }) => ({
      cell,
      values: ['added', code, name, null, null, areaSquareMetres],
    })),
    ...changed.map(({ cell, code, name, formerCode, formerName, areaSquareMetres }) => ({
      cell,
      values: ['changed', code, name, formerCode, formerName, areaSquareMetres],
    })),
  ];
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
    ],
    features: featuresOf(rows, ({ cell, values }) => ({
      id: cell,
      geometry: outlines.get(cell) ?? { type: 'GeometryCollection', geometries: [] },
      values,
    })),
  };
}

async function* featuresOf<T>(
  items: readonly T[],
  toFeature: (item: T, index: number) => ExportFeature,
): AsyncGenerator<ExportFeature> {
  for (const [index, item] of items.entries()) yield toFeature(item, index);
}

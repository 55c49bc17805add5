import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { knownCodes } from '../layers/queries.ts';
import { codeOf, layerRecords } from './layer-records.ts';
import type { Mapping } from './mapping.ts';
import type { FeatureRow } from './queries.ts';

/** The records of points and lines, those without a shape placed by codes that the scope covers. */
export async function layerRecordsOf(
  db: Knex,
  scope: Scope,
  rows: readonly FeatureRow[],
  mapping: Mapping,
): Promise<ReturnType<typeof layerRecords>> {
  const unplaced = rows.filter(({ hasOutline }) => !hasOutline).flatMap((row) => codeOf(row, mapping) ?? []);
  const codes =
    unplaced.length === 0 ? new Set<string>() : await knownCodes(db, scope, [...new Set(unplaced)]);
  return layerRecords(rows, mapping, codes);
}

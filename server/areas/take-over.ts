import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { raiseRevision } from '../database/revision.ts';
import { type AreaKind, areaKinds, mayHold } from './area.ts';

/** An imported record that becomes an area; its outline is that of the import's feature with this index. */
export type TakenRecord = {
  index: number;
  code: string;
  name: string;
  /** False where the name is only a stand-in, which a known area's own name outlasts. */
  hasName: boolean;
  parentCode: string | null;
  households: number | null;
  population: number | null;
};

/**
 * Creates areas from an import's outlines, or updates those that have the kind and code already; what a record does
 * not say stays. Outlines must be valid. Returns the indexes that were created and updated.
 */
export async function takeOverAreas(
  db: Knex,
  scope: Scope,
  importId: number,
  kind: AreaKind,
  records: readonly TakenRecord[],
): Promise<{ created: number[]; updated: number[] }> {
  if (records.length === 0) return { created: [], updated: [] };
  const { rows } = await db.raw(
    `with record as (
       select * from unnest(:indexes::int[], :codes::text[], :names::text[], :named::boolean[], :parents::text[],
         :households::int[], :populations::int[])
         as given(index, code, name, has_name, parent_code, households, population)
     ), written as (
       insert into areas (kind, code, name, parent_id, households, population, geometry, interior_point, area_square_metres)
       select :kind, record.code, record.name,
         (select parent.id from areas parent where parent.code = record.parent_code and parent.kind = any(:parentKinds)
            and (:everywhere or parent.id = any(:covered)) order by parent.id limit 1),
         record.households, record.population, st_multi(outline), st_pointonsurface(outline), st_area(outline::geography)
       from record join import_features on import_id = :importId and import_features.index = record.index
       on conflict (kind, code) do update set
         name = case when (select has_name from record where record.code = excluded.code) then excluded.name else areas.name end,
         parent_id = coalesce(excluded.parent_id, areas.parent_id),
         households = coalesce(excluded.households, areas.households),
         population = coalesce(excluded.population, areas.population),
         geometry = excluded.geometry, interior_point = excluded.interior_point,
         area_square_metres = excluded.area_square_metres, updated_at = now()
       returning code, xmax = 0 as is_new
     )
     select record.index, is_new as "isNew" from written join record using (code) order by record.index`,
    {
      importId,
      kind,
      everywhere: scope.everywhere,
      covered: scope.areaIds,
      // Strictly wider kinds only, so that no cycle can arise.
      parentKinds: areaKinds.filter((wider) => mayHold(wider, kind) && !mayHold(kind, wider)),
      indexes: records.map(({ index }) => index),
      codes: records.map(({ code }) => code),
      names: records.map(({ name }) => name),
      named: records.map(({ hasName }) => hasName),
      parents: records.map(({ parentCode }) => parentCode),
      households: records.map(({ households }) => households),
      populations: records.map(({ population }) => population),
    },
  );
  await raiseRevision(db, 'areas');
  const indexesOf = (isNew: boolean) =>
    rows.flatMap((row: { index: number; isNew: boolean }) => (row.isNew === isNew ? [row.index] : []));
  return { created: indexesOf(true), updated: indexesOf(false) };
}

/**
 * Of an import's records, those that the caller may not take over: outlines outside of their areas (and of no covered
 * parent), and codes of areas that are not theirs to change.
 */
export async function indexesOutside(
  db: Knex,
  scope: Scope,
  importId: number,
  kind: AreaKind,
  records: readonly TakenRecord[],
): Promise<number[]> {
  if (scope.everywhere) return [];
  const { rows } = await db.raw(
    `select record.index from unnest(:indexes::int[], :codes::text[], :parents::text[]) as record(index, code, parent_code)
     join import_features on import_id = :importId and import_features.index = record.index
     where not (
         exists (select from areas granted where granted.id = any(:granted)
           and st_covers(granted.geometry, st_pointonsurface(outline)))
         or exists (select from areas parent where parent.code = record.parent_code and parent.id = any(:covered)))
       or exists (select from areas known where known.kind = :kind and known.code = record.code
         and (not known.id = any(:covered) or known.id = any(:granted)))`,
    {
      importId,
      kind,
      granted: scope.grantedIds,
      covered: scope.areaIds,
      indexes: records.map(({ index }) => index),
      codes: records.map(({ code }) => code),
      parents: records.map(({ parentCode }) => parentCode),
    },
  );
  return rows.map((row: { index: number }) => row.index);
}

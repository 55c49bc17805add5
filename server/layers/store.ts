import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { LayerKind } from './layer.ts';

/** What a record of an import becomes; one without a shape lies where the area or cell of its code does. */
export type LayerRecord = {
  index: number;
  class: string | null;
  name: string | null;
  weight: number | null;
  code: string | null;
};

export type NewLayer = { kind: LayerKind; name: string; scopeAreaId: number | null };

/** Inserts a layer with the records of an import; returns its id. */
export async function insertLayer(
  trx: Knex,
  scope: Scope,
  { kind, name, scopeAreaId }: NewLayer,
  importId: number,
  records: readonly LayerRecord[],
): Promise<number> {
  const [row] = await trx('layers')
    .insert({ kind, name, scope_area_id: scopeAreaId })
    .returning<{ id: number }[]>('id');
  const layerId = row?.id ?? 0;
  await trx.raw(
    `with given as (
       select * from unnest(:indexes::int[], :classes::text[], :names::text[], :weights::float8[], :codes::text[])
         as given(index, class, name, weight, code)
     ), placed as (
       select distinct on (code) code, point from (
         select areas.code, areas.interior_point as point, 0 as rank from areas
         where areas.code in (select code from given) and (:everywhere or areas.id = any(:covered))
         union all
         select plan_cells.code, cells.interior_point, plans.id from plan_cells
         join plans on plans.id = plan_cells.plan_id join cells on cells.id = plan_cells.cell_id
         where plan_cells.code in (select code from given) and (:everywhere or plans.scope_area_id = any(:covered))
       ) found order by code, rank = 0 desc, rank desc
     )
     insert into layer_features (layer_id, index, geometry, class, name, weight)
     select :layerId, given.index, coalesce(import_features.outline, placed.point), given.class, given.name, given.weight
     from given join import_features on import_features.import_id = :importId and import_features.index = given.index
     left join placed on placed.code = given.code
     where coalesce(import_features.outline, placed.point) is not null`,
    {
      layerId,
      importId,
      everywhere: scope.everywhere,
      covered: [...scope.areaIds],
      indexes: records.map(({ index }) => index),
      classes: records.map((record) => record.class),
      names: records.map((record) => record.name),
      weights: records.map(({ weight }) => weight),
      codes: records.map(({ code }) => code),
    },
  );
  return layerId;
}

/** Inserts a layer of a single line, given in degrees; returns its id. */
export async function insertLine(
  trx: Knex,
  { name, scopeAreaId, class: lineClass }: { name: string; scopeAreaId: number | null; class: string },
  line: readonly (readonly [lon: number, lat: number])[],
): Promise<number> {
  const [row] = await trx('layers')
    .insert({ kind: 'lines', name, scope_area_id: scopeAreaId })
    .returning<{ id: number }[]>('id');
  const layerId = row?.id ?? 0;
  await trx.raw(
    `insert into layer_features (layer_id, index, geometry, class, name)
     values (:layerId, 0, st_setsrid(st_geomfromgeojson(:line), 4326), :lineClass, :name)`,
    { layerId, name, lineClass, line: JSON.stringify({ type: 'LineString', coordinates: line }) },
  );
  return layerId;
}

/** Removes a layer with its features; cells that were made from them stay. */
export async function deleteLayer(db: Knex, id: number): Promise<void> {
  await db('layers').where({ id }).delete();
}

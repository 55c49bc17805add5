import type { Knex } from 'knex';
import { z } from 'zod';
import type { Scope } from '../access/scope.ts';
import type { Bounds } from '../geo/position.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import type { Layer, LayerFeatures } from './layer.ts';

type Row = Omit<Layer, 'createdAt'> & { createdAt: Date };

/** The layers of areas that the scope covers, newest first. */
export async function listLayers(db: Knex, scope: Scope): Promise<Layer[]> {
  return selectLayers(db, scope, null);
}

/** The layer, or NotFound where it is of no area that the scope covers. */
export async function getLayer(db: Knex, scope: Scope, id: number): Promise<Layer> {
  const [found] = await selectLayers(db, scope, id);
  if (found) return found;
  throw new NotFound(
    'layer-not-found',
    `There is no layer ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的图层。`,
  );
}

async function selectLayers(db: Knex, scope: Scope, id: number | null): Promise<Layer[]> {
  const { rows } = await db.raw(
    `select layers.id, layers.kind, layers.name, layers.scope_area_id as "scopeAreaId", layers.created_at as "createdAt",
       count(layer_features.index)::int as features, sum(layer_features.weight) as weight,
       (array_agg(distinct layer_features.class order by layer_features.class)
         filter (where layer_features.class is not null))[1:100] as classes
     from layers left join layer_features on layer_features.layer_id = layers.id
     where (:everywhere or layers.scope_area_id = any(:covered)) and (:id::bigint is null or layers.id = :id)
     group by layers.id order by layers.id desc`,
    { everywhere: scope.everywhere, covered: [...scope.areaIds], id },
  );
  return rows.map((row: Row & { classes: string[] | null }) => ({
    ...row,
    classes: row.classes ?? [],
    createdAt: row.createdAt.toISOString(),
  }));
}

/** Features of a layer in the order of their file, a page at a time. */
export async function listLayerFeatures(
  db: Knex,
  layerId: number,
  filter: { bbox?: Bounds | undefined; limit: number; cursor?: string | undefined },
): Promise<LayerFeatures> {
  const [after] = decodeCursor(z.tuple([z.int()]), filter.cursor) ?? [-1];
  const [west, south, east, north] = filter.bbox ?? [-180, -90, 180, 90];
  const { rows } = await db.raw(
    `select index, st_asgeojson(geometry, 15) as shape, class, name, weight from layer_features
     where layer_id = :layerId and index > :after
       and (:everywhere or geometry && st_makeenvelope(:west, :south, :east, :north, 4326))
     order by index limit :limit`,
    { layerId, after, everywhere: !filter.bbox, west, south, east, north, limit: filter.limit + 1 },
  );
  const features: LayerFeatures['features'] = rows
    .slice(0, filter.limit)
    .map(({ index, shape, ...properties }: { index: number; shape: string }) => ({
      type: 'Feature',
      id: index,
      geometry: JSON.parse(shape),
      properties,
    }));
  const last = features.at(-1);
  const next = rows.length > filter.limit && last ? encodeCursor([last.id]) : null;
  return { type: 'FeatureCollection', features, next };
}

/** Where the areas and cells of these codes lie, as far as the scope covers them; an area comes before a cell. */
export async function knownCodes(db: Knex, scope: Scope, codes: readonly string[]): Promise<Set<string>> {
  const { rows } = await db.raw(
    `select distinct code from (
       select areas.code from areas where areas.code = any(:codes) and (:everywhere or areas.id = any(:covered))
       union all
       select plan_cells.code from plan_cells join plans on plans.id = plan_cells.plan_id
       where plan_cells.code = any(:codes) and (:everywhere or plans.scope_area_id = any(:covered))) found`,
    { codes: [...codes], everywhere: scope.everywhere, covered: [...scope.areaIds] },
  );
  return new Set(rows.map(({ code }: { code: string }) => code));
}

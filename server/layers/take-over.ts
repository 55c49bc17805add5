import type { Knex } from 'knex';
import { coversArea, type Scope } from '../access/scope.ts';
import { Forbidden } from '../http/problem.ts';
import { insertLayer, type LayerRecord, type NewLayer } from './store.ts';

/** Makes a layer of the records of an import; returns its id. */
export async function takeOverLayer(
  trx: Knex,
  scope: Scope,
  layer: NewLayer,
  importId: number,
  records: readonly LayerRecord[],
): Promise<number> {
  requireLayerScope(scope, layer.scopeAreaId);
  return insertLayer(trx, scope, layer, importId, records);
}

/** Throws where the caller's areas do not cover the area that a layer is for; without one, nobody's but everywhere. */
export function requireLayerScope(scope: Scope, scopeAreaId: number | null): void {
  if (scopeAreaId === null ? scope.everywhere : coversArea(scope, scopeAreaId)) return;
  throw new Forbidden(
    'outside-your-areas',
    'A layer belongs to an area of yours: name one in the field "areaId".',
    '图层须属于您的辖区，请在 areaId 字段中指明。',
  );
}

import type { Knex } from 'knex';
import { z } from 'zod';
import { coversArea, type Scope } from '../access/scope.ts';
import { spatial } from '../database/postgis.ts';
import type { Bounds } from '../geo/position.ts';
import { decodeCursor, encodeCursor } from '../http/parse.ts';
import { NotFound } from '../http/problem.ts';
import type { AreaCollection, AreaFeature, AreaKind } from './area.ts';

export type AreaFilter = {
  kind?: AreaKind | undefined;
  parent?: number | undefined;
  bbox?: Bounds | undefined;
  /** Part of a name, or the beginning of a code. */
  q?: string | undefined;
  /** Metres by which the outlines may be off, for looking only. */
  simplify?: number | undefined;
  limit: number;
  cursor?: string | undefined;
};

/** The areas that the scope covers, by id, a page at a time. */
export async function listAreas(db: Knex, scope: Scope, filter: AreaFilter): Promise<AreaCollection> {
  const [afterId] = decodeCursor(z.tuple([z.int()]), filter.cursor) ?? [0];
  const rows = await selectAreas(db, filter.simplify)
    .where('id', '>', afterId)
    .modify((query) => narrow(db, query, scope, filter))
    .orderBy('id')
    .limit(filter.limit + 1);
  const features = rows.slice(0, filter.limit).map(toFeature);
  const last = features.at(-1);
  const next = rows.length > filter.limit && last ? encodeCursor([last.id]) : null;
  return { type: 'FeatureCollection', features, next };
}

/** The area, or NotFound where it is not or where the scope does not cover it. */
export async function getArea(db: Knex, scope: Scope, id: number): Promise<AreaFeature> {
  const row = await selectAreas(db).where({ id }).first();
  if (!row || !coversArea(scope, id))
    throw new NotFound(
      'area-not-found',
      `There is no area ${id} in your areas.`,
      `您的辖区内没有编号为 ${id} 的辖区。`,
    );
  return toFeature(row);
}

type Row = {
  id: number;
  kind: AreaKind;
  code: string | null;
  name: string;
  parentId: number | null;
  households: number | null;
  population: number | null;
  areaSquareMetres: number;
  outline: string;
  bbox: Bounds;
};

function selectAreas(db: Knex, simplifyMetres?: number): Knex.QueryBuilder<object, Row[]> {
  const { toGeoJson, simplified, bounds } = spatial(db);
  const outline = simplifyMetres ? simplified('geometry', simplifyMetres) : 'geometry';
  return db('areas').select(
    'id',
    'kind',
    'code',
    'name',
    'parent_id as parentId',
    'households',
    'population',
    'area_square_metres as areaSquareMetres',
    toGeoJson(outline).as('outline'),
    bounds('geometry').as('bbox'),
  );
}

function narrow(db: Knex, query: Knex.QueryBuilder, scope: Scope, filter: AreaFilter): void {
  const { boundingBoxIntersects, box } = spatial(db);
  if (!scope.everywhere) query.whereRaw('id = any(:ids)', { ids: [...scope.areaIds] });
  if (filter.kind) query.where({ kind: filter.kind });
  if (filter.parent) query.where({ parent_id: filter.parent });
  if (filter.bbox) query.where(boundingBoxIntersects('geometry', box(...filter.bbox)));
  if (filter.q) {
    const text = filter.q.replaceAll(/[\\%_]/g, String.raw`\$&`);
    query.where((either) => either.whereILike('name', `%${text}%`).orWhereILike('code', `${text}%`));
  }
}

function toFeature({ id, bbox, outline, ...properties }: Row): AreaFeature {
  return { type: 'Feature', id, bbox, geometry: JSON.parse(outline), properties };
}

import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import type { Outline } from '../geo/geojson.ts';
import type { Attributes } from './source.ts';

type OutlineRow = { index: number; outline: Outline | null; attributes: Attributes };

/** The records of an import in order with their whole outlines, every digit of them. */
export async function listOutlines(db: Knex, importId: number): Promise<OutlineRow[]> {
  const { rows } = await db.raw(
    `select index, st_asgeojson(outline, 17) as outline, properties as attributes
     from import_features where import_id = :importId order by index`,
    { importId },
  );
  return rows.map(({ outline, ...row }: { outline: string | null }) => ({
    ...row,
    outline: outline === null ? null : JSON.parse(outline),
  }));
}

/** The villages, communities and forest areas of these codes, as far as the scope covers them. */
export async function findOwners(
  db: Knex,
  scope: Scope,
  codes: readonly string[],
): Promise<Map<string, number>> {
  const { rows } = await db.raw(
    `select distinct on (code) code, id from areas
     where code = any(:codes) and kind in ('village', 'community', 'forest') and (:everywhere or id = any(:covered))
     order by code, id`,
    { codes: [...codes], everywhere: scope.everywhere, covered: [...scope.areaIds] },
  );
  return new Map(rows.map(({ code, id }: { code: string; id: number }) => [code, id]));
}

import type { Knex } from 'knex';
import { spatial } from '../database/postgis.ts';
import { raiseRevision } from '../database/revision.ts';
import { violatedConstraint } from '../database/violation.ts';
import type { Outline } from '../geo/geojson.ts';
import { Conflict } from '../http/problem.ts';
import type { AreaProperties, SomeAreaProperties } from './area.ts';

/** Inserts a valid outline with its properties; returns the new id. Throws Conflict where (kind, code) is taken. */
export async function insertArea(db: Knex, properties: AreaProperties, outline: Outline): Promise<number> {
  const [row] = await db('areas')
    .insert({ ...columns(properties), ...derived(db, outline) })
    .returning<{ id: number }[]>('id')
    .catch(refuseTakenCode(properties));
  await raiseRevision(db, 'areas');
  return row?.id ?? 0;
}

/** Changes the columns that are given; `null` clears, absence leaves. */
export async function updateArea(
  db: Knex,
  id: number,
  properties: SomeAreaProperties,
  outline: Outline | undefined,
): Promise<void> {
  await db('areas')
    .where({ id })
    .update({ ...columns(properties), ...(outline && derived(db, outline)), updated_at: db.fn.now() })
    .catch(refuseTakenCode(properties));
  await raiseRevision(db, 'areas');
}

export async function deleteArea(db: Knex, id: number): Promise<void> {
  await db('areas').where({ id }).delete();
  await raiseRevision(db, 'areas');
}

function columns({ kind, code, name, parentId, households, population }: SomeAreaProperties) {
  const values = { kind, code, name, parent_id: parentId, households, population };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined));
}

function derived(db: Knex, outline: Outline) {
  const { fromGeoJson, multi, interiorPoint, areaSquareMetres } = spatial(db);
  const geometry = fromGeoJson(JSON.stringify(outline));
  return {
    geometry: multi(geometry),
    interior_point: interiorPoint(geometry),
    area_square_metres: areaSquareMetres(geometry),
  };
}

function refuseTakenCode({ kind, code }: SomeAreaProperties) {
  return (error: unknown): never => {
    if (violatedConstraint(error) !== 'areas_kind_code_key') throw error;
    throw new Conflict(
      'code-taken',
      `Another area of the same kind${kind ? ` (${kind})` : ''} already has the code ${code ?? 'of this one'}.`,
      `同类辖区中代码 ${code ?? ''} 已被使用。`,
    );
  };
}

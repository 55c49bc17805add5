import type { Knex } from 'knex';
import { insertArea } from '../areas/store.ts';
import { demonstrationAreas } from './atlas.ts';

/** Enters the areas of the district, which their tests prove valid; returns their ids by code. */
export function loadAreas(db: Knex): Promise<Map<string, number>> {
  return db.transaction(async (trx) => {
    const ids = new Map<string, number>();
    for (const { kind, code, name, parentCode, households, geometry } of demonstrationAreas()) {
      const parentId = parentCode === undefined ? null : idOf(ids, parentCode);
      const properties = { kind, code, name, parentId, households: households ?? null };
      ids.set(code, await insertArea(trx, properties, geometry));
    }
    return ids;
  });
}

/** The id that a code or number of the demonstration was given. */
export function idOf(ids: ReadonlyMap<string, number>, name: string): number {
  const id = ids.get(name);
  if (id === undefined) throw new Error(`The demonstration refers to ${name}, which it does not enter`);
  return id;
}

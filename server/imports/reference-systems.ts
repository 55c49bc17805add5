import type { Knex } from 'knex';
import { plainSystemName } from './prj.ts';
import type { ReferenceSystem } from './source.ts';

/** A reference system that the database can transform. */
export type KnownSystem = { srid: number; isProjected: boolean };

/** The system of an EPSG code, as far as the database knows it. */
export async function findSystem(db: Knex, srid: number): Promise<KnownSystem | undefined> {
  const row = await db('spatial_ref_sys').where({ srid }).first('srid', 'srtext');
  return row && { srid: row.srid, isProjected: !/^GEOG/i.test(row.srtext) };
}

/** The system that a file names, by its code or else by its name; undefined where it cannot be told. */
export async function identifySystem(db: Knex, named: ReferenceSystem): Promise<KnownSystem | undefined> {
  if (named.srid !== undefined) return findSystem(db, named.srid);
  const { rows } = await db.raw(
    `select srid, srtext from spatial_ref_sys
     where regexp_replace(lower(substring(srtext from '"([^"]+)"')), '[^a-z0-9]', '', 'g') = :name
     order by srid limit 1`,
    { name: plainSystemName(named.name) },
  );
  return rows[0] && { srid: rows[0].srid, isProjected: !/^GEOG/i.test(rows[0].srtext) };
}

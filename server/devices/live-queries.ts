import type { Knex } from 'knex';

/** The device that calls itself one of these; the first of them that there is. */
export async function findDeviceByIdentity(
  db: Knex,
  identities: readonly string[],
): Promise<{ deviceId: number; secret: string | null } | undefined> {
  const { rows } = await db.raw(
    `select id as "deviceId", secret from devices where identity = any(cast(:identities as text[]))
     order by array_position(cast(:identities as text[]), identity) limit 1`,
    { identities },
  );
  return rows[0];
}

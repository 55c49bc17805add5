import type { Knex } from 'knex';
import { z } from 'zod';

export const ownChange = z.object({
  id: z.int(),
  kind: z.enum(['assign', 'end', 'move', 'rehome']),
  madeAt: z.iso.datetime(),
  undoneAt: z.iso.datetime().nullable(),
  created: z.int().meta({ description: 'Of what it entered, what is still there' }),
  ended: z.int(),
  withdrawn: z.int(),
});

/** The latest steps of an account, the newest first. */
export async function listOwnChanges(db: Knex, accountId: number, limit: number) {
  const { rows } = await db.raw(
    `select change.id, change.kind, change.made_at as "madeAt", change.undone_at as "undoneAt",
       (select count(*)::int from assignments where assignments.change_id = change.id) as created,
       jsonb_array_length(change.ended) as ended, jsonb_array_length(change.withdrawn) as withdrawn
     from assignment_changes change where change.account_id = :accountId
     order by change.id desc limit :limit`,
    { accountId, limit },
  );
  return rows;
}

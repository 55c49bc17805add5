import type { Knex } from 'knex';
import type { ProposedGap } from './proposal.ts';
import type { Solution } from './solution.ts';

const mostKept = 20;

/** Keeps a proposal, and of the account's earlier ones the latest few. */
export async function insertProposal(
  db: Knex,
  proposal: { accountId: number; asked: unknown; at: Date; startsAt: Date; posts: readonly ProposedGap[] },
  { suggestions, unmet }: Solution,
): Promise<number> {
  const { accountId, asked, at, startsAt, posts } = proposal;
  const { rows } = await db.raw(
    `insert into assignment_proposals (account_id, asked, at, starts_at, posts, unmet)
     values (:accountId, :asked, :at, :startsAt, :posts, :unmet) returning id`,
    {
      ...{ accountId, at, startsAt },
      ...{ asked: JSON.stringify(asked), posts: JSON.stringify(posts), unmet: JSON.stringify(unmet) },
    },
  );
  const id: number = rows[0].id;
  await db.raw(
    `insert into proposed_assignments (proposal_id, position, person_id, cell_id, area_id, role, reasons)
     select :id, position, person_id, cell_id, area_id, role, reasons
     from unnest(cast(:personIds as bigint[]), cast(:cellIds as bigint[]), cast(:areaIds as bigint[]),
       cast(:roles as text[]), cast(:reasons as jsonb[])) with ordinality
       as row(person_id, cell_id, area_id, role, reasons, position)`,
    {
      id,
      personIds: suggestions.map(({ personId }) => personId),
      cellIds: suggestions.map(({ cellId }) => cellId),
      areaIds: suggestions.map((one) => one.areaId),
      roles: suggestions.map(({ role }) => role),
      reasons: suggestions.map(({ personId: _person, cellId: _cell, areaId: _area, role: _role, ...rest }) =>
        JSON.stringify(rest),
      ),
    },
  );
  await db.raw(
    `delete from assignment_proposals where account_id = :accountId and id not in (
       select id from assignment_proposals where account_id = :accountId order by id desc limit :mostKept)`,
    { accountId, mostKept },
  );
  return id;
}

/** Holds a proposal until the transaction ends, so that it is taken once. */
export async function lockProposal(db: Knex, id: number): Promise<void> {
  await db.raw('select id from assignment_proposals where id = :id for update', { id });
}

export async function setStates(
  db: Knex,
  id: number,
  states: { accepted?: readonly number[]; declined?: readonly number[]; refused?: readonly number[] },
): Promise<void> {
  const { accepted = [], declined = [], refused = [] } = states;
  await db.raw(
    `update proposed_assignments set state = case when position = any(:accepted) then 'accepted'
       when position = any(:declined) then 'declined' else 'refused' end
     where proposal_id = :id and state in ('open', 'accepted') and position = any(:all)`,
    { id, accepted, declined, all: [...accepted, ...declined, ...refused] },
  );
}

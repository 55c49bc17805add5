import type { Knex } from 'knex';
import { NotFound } from '../http/problem.ts';
import type { StoredProposal } from './proposal.ts';

/** What was accepted and taken back again is open: no step of the account that stands has entered it. */
const currentState = `case when proposed.state = 'accepted' and not exists (
    select from assignments assignment join assignment_changes change on change.id = assignment.change_id
    where change.account_id = proposal.account_id and change.undone_at is null
      and assignment.person_id = proposed.person_id and assignment.role = proposed.role
      and (assignment.cell_id = proposed.cell_id or assignment.area_id = proposed.area_id))
  then 'open' else proposed.state end`;

/** An account's own proposal, or NotFound. */
export async function getProposal(db: Knex, accountId: number, id: number): Promise<StoredProposal> {
  const { rows } = await db.raw(
    `select proposal.id, proposal.created_at as "createdAt", proposal.at, proposal.starts_at as "startsAt",
       proposal.asked, proposal.posts, proposal.unmet,
       (select coalesce(json_agg(reasons || jsonb_build_object('position', position, 'state', ${currentState},
           'personId', person_id, 'cellId', cell_id, 'areaId', area_id, 'role', role) order by position), '[]')
         from proposed_assignments proposed where proposal_id = proposal.id) as suggestions
     from assignment_proposals proposal where proposal.id = :id and proposal.account_id = :accountId`,
    { id, accountId },
  );
  if (rows[0]) return rows[0];
  throw new NotFound('proposal-not-found', `You have no proposal ${id}.`, `您没有编号为 ${id} 的方案建议。`);
}

/** An account's proposals, the latest first. */
export async function listProposals(db: Knex, accountId: number) {
  const { rows } = await db.raw(
    `select proposal.id, proposal.created_at as "createdAt", proposal.at, proposal.starts_at as "from",
       count(*) filter (where state = 'open')::int as open, count(*) filter (where state = 'accepted')::int as accepted
     from assignment_proposals proposal left join lateral (
       select ${currentState} as state from proposed_assignments proposed where proposed.proposal_id = proposal.id
     ) suggestion on true
     where proposal.account_id = :accountId group by proposal.id order by proposal.id desc`,
    { accountId },
  );
  return rows;
}

/** Codes or names and positions of places, by id. */
export async function placesOf(db: Knex, { cellIds, areaIds }: { cellIds: number[]; areaIds: number[] }) {
  const { rows } = await db.raw(
    `select 'cell' as kind, cell.id, st_x(cell.interior_point) as lon, st_y(cell.interior_point) as lat,
       (select concat_ws(' ', code, nullif(name, code)) from plan_cells where cell_id = cell.id
        order by plan_id desc limit 1) as name
     from cells cell where cell.id = any(:cellIds)
     union all
     select 'area', area.id, st_x(area.interior_point), st_y(area.interior_point), area.name
     from areas area where area.id = any(:areaIds)`,
    { cellIds, areaIds },
  );
  type Row = { kind: string; id: number; lon: number | null; lat: number | null; name: string | null };
  return new Map(
    rows.map(({ kind, id, lon, lat, name }: Row) => [
      `${kind} ${id}`,
      { name: name ?? '', position: lon === null || lat === null ? null : ([lon, lat] as [number, number]) },
    ]),
  ) as Map<string, { name: string; position: [number, number] | null }>;
}

export async function ruleNames(db: Knex, ids: readonly number[]): Promise<Map<number, string>> {
  const rows: { id: number; name: string }[] = await db('rules')
    .whereIn('id', [...ids])
    .select('id', 'name');
  return new Map(rows.map(({ id, name }) => [id, name]));
}

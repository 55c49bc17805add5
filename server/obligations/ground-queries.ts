import type { Knex } from 'knex';
import { epochMs } from '../database/epoch.ts';
import type { StaffingRule } from '../rules/rule.ts';
import type { KnownArea } from './ground.ts';

/** A published plan as it stands; its cells change only with its revision. Epoch ms, null where open. */
export type PublishedPlan = { id: number; revision: number; from: number | null; to: number | null };

/** What there is now: by which counters, plans and rules what is held is found to be old. */
export type Present = {
  staff: number;
  areas: number;
  plans: readonly PublishedPlan[];
  rules: readonly (Pick<StaffingRule, 'id' | 'name' | 'from'> & { to: number | null })[];
};

export async function readPresent(db: Knex): Promise<Present> {
  const { rows } = await db.raw(
    `select (select revision from revisions where name = 'staff') as staff,
       (select revision from revisions where name = 'areas') as areas,
       (select coalesce(json_agg(json_build_object('id', id, 'revision', revision, 'from', ${epochMs('lower(in_force)')},
          'to', ${epochMs('upper(in_force)')}) order by lower(in_force), id), '[]')
        from plans where in_force is not null) as plans,
       (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'from', ${epochMs('lower(period)')},
          'to', ${epochMs('upper(period)')}) order by id), '[]')
        from rules where kind = 'staffing') as rules`,
  );
  return rows[0];
}

/** Who changed after a revision of the staff: null where the log does not reach back so far, or says everybody. */
export async function readChangedPeople(db: Knex, known: number, present: number): Promise<number[] | null> {
  const { rows } = await db.raw(
    `select count(*)::int as count, bool_or(person_ids is null) as everybody,
       (select coalesce(json_agg(distinct person_id), '[]')
        from staff_changes, unnest(person_ids) person_id where revision > :known and revision <= :present) as people
     from staff_changes where revision > :known and revision <= :present`,
    { known, present },
  );
  const { count, everybody, people } = rows[0];
  return count === present - known && !everybody ? people : null;
}

export type PlanColumns = {
  id: number;
  cells: number[];
  owners: (number | null)[];
  usages: (string | null)[];
};

/** The cells of plans. */
export async function readPlanCells(db: Knex, planIds: readonly number[]): Promise<PlanColumns[]> {
  const { rows } = await db.raw(
    `select plan_id as id, json_agg(cell_id) as cells, json_agg(owner_area_id) as owners, json_agg(usage) as usages
     from plan_cells where plan_id = any(:planIds) group by plan_id`,
    { planIds },
  );
  return rows;
}

export async function readAreas(db: Knex): Promise<KnownArea[]> {
  const { rows } = await db.raw(
    `select coalesce(json_agg(json_build_object('id', id, 'kind', kind, 'parentId', parent_id)), '[]') as areas from areas`,
  );
  return rows[0].areas;
}

/** Cells and areas that have their interior point inside an area. */
export type Inside = { id: number; cells: number[]; areas: number[] };

export async function readInside(db: Knex, areaIds: readonly number[]): Promise<Inside[]> {
  const { rows } = await db.raw(
    `select area.id,
       (select coalesce(json_agg(cell.id), '[]') from cells cell
        where st_covers(area.geometry, cell.interior_point)) as cells,
       (select coalesce(json_agg(inner_area.id), '[]') from areas inner_area
        where st_covers(area.geometry, inner_area.interior_point)) as areas
     from areas area where area.id = any(:areaIds)`,
    { areaIds },
  );
  return rows;
}

/** Staffing rules in full. */
export async function readStaffingRules(
  db: Knex,
  ids: readonly number[],
): Promise<Pick<StaffingRule, 'id' | 'selects' | 'requires' | 'scopeAreaIds'>[]> {
  const { rows } = await db.raw(
    `select id, selects, requires, to_jsonb(scope_area_ids) as "scopeAreaIds" from rules
     where kind = 'staffing' and id = any(:ids) order by id`,
    { ids },
  );
  return rows;
}

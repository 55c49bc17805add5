import type { Knex } from 'knex';
import { Conflict } from '../http/problem.ts';

/** What keeps an area from being deleted. */
type Dependents = { what: string; count: number }[];

const chineseNames: Record<string, string> = {
  'child areas': '下级辖区',
  plans: '网格方案',
  cells: '网格',
  people: '人员',
  teams: '义警队',
  assignments: '包片',
  devices: '终端',
  rules: '规则',
  grants: '账号授权',
  decisions: '联席会决定',
};

/** Throws Conflict that says what refers to the area and how often. */
export async function refuseDependents(db: Knex, areaId: number): Promise<void> {
  const dependents = await countDependents(db, areaId);
  if (dependents.length === 0) return;
  const english = dependents.map(({ what, count }) => `${what}: ${count}`).join(', ');
  const chinese = dependents.map(({ what, count }) => `${chineseNames[what] ?? what} ${count}`).join('，');
  throw new Conflict(
    'area-in-use',
    `The area is still referred to (${english}); move or remove these first.`,
    `该辖区仍被引用（${chinese}），请先移走或删除。`,
    { dependents },
  );
}

async function countDependents(db: Knex, areaId: number): Promise<Dependents> {
  const { rows } = await db.raw(
    `select what, count::int from (
       select 1 as place, 'child areas' as what, count(*) from areas where parent_id = :areaId
       union all select 2, 'plans', count(*) from plans where scope_area_id = :areaId
       union all select 3, 'cells', count(*) from plan_cells where owner_area_id = :areaId
       union all select 4, 'people', count(*) from people where :areaId::bigint in (station_area_id, home_area_id)
       union all select 5, 'teams', count(*) from teams where station_area_id = :areaId
       union all select 6, 'assignments', count(*) from assignments where area_id = :areaId
       union all select 7, 'devices', count(*) from devices where station_area_id = :areaId
       union all select 8, 'rules', count(*) from rules
         where selects -> 'areas' @> to_jsonb(:areaId::bigint) or :areaId::bigint = any(scope_area_ids)
       union all select 9, 'grants', count(*) from grants where area_id = :areaId
       union all select 10, 'decisions', count(*) from decisions where area_id = :areaId
     ) counted where count > 0 order by place`,
    { areaId },
  );
  return rows;
}

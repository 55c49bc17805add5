import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { NotFound } from '../http/problem.ts';
import { personCondition } from '../people/queries.ts';
import type { Decision, DecisionVersion } from './decision.ts';
import { weekOfDate } from './week.ts';

const versionColumns = (
  covered: string,
) => `version.version, cast(version.week as text) as week, version.what,
  version.responsible, version.person_id as "personId", person.name as "personName", (${covered}) as "isCovered",
  cast(version.due_on as text) as "dueOn", version.state, account.display_name as "writtenBy",
  version.written_at as "writtenAt"`;
const versionJoins = `left join people person on person.id = version.person_id
  join accounts account on account.id = version.account_id`;

type VersionRow = Omit<DecisionVersion, 'person' | 'isPersonHidden' | 'writtenAt'> & {
  personId: number | null;
  personName: string | null;
  isCovered: boolean | null;
  writtenAt: Date;
};
type DecisionRow = VersionRow & { id: number; areaId: number; decidedIn: string; isLatest: boolean };

function toVersion({ personId, personName, isCovered, ...row }: VersionRow): DecisionVersion {
  const isNamed = personId !== null && isCovered === true;
  return {
    ...row,
    week: weekOfDate(row.week),
    person: isNamed ? { id: personId, name: personName ?? '' } : null,
    isPersonHidden: personId !== null && !isNamed,
    writtenAt: row.writtenAt.toISOString(),
  };
}

const toDecision = ({ id, areaId, decidedIn, isLatest, ...row }: DecisionRow): Decision => ({
  ...{ id, areaId, decidedIn: weekOfDate(decidedIn), isLatest },
  ...toVersion(row),
});

/**
 * The decisions on an area's sheet of a week (its Monday): those written on it, and those of earlier sheets that were
 * still open when it began, each as this sheet has it. What later sheets changed is not in it.
 */
export async function decisionsOnSheet(
  db: Knex,
  scope: Scope,
  areaId: number,
  monday: string,
): Promise<Decision[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select decision.id, decision.area_id as "areaId", cast(decision.week as text) as "decidedIn",
       not exists (select from decision_versions later where later.decision_id = decision.id
         and later.version > version.version) as "isLatest",
       ${versionColumns(covered.sql)}
     from decisions decision
     join lateral (select * from decision_versions where decision_id = decision.id and week <= cast(:monday as date)
       order by version desc limit 1) version on true
     left join lateral (select state from decision_versions where decision_id = decision.id
       and week < cast(:monday as date) order by version desc limit 1) before on true
     ${versionJoins}
     where decision.area_id = :areaId and coalesce(before.state, 'open') = 'open'
     order by decision.week, decision.id`,
    { ...covered.bindings, areaId, monday },
  );
  return rows.map(toDecision);
}

type Asked = { areaId: number; from: string | null; to: string | null; state: string | null };

/** An area's decisions as they are now, the latest first, by the Mondays of the sheets they were first written on. */
export async function listDecisions(
  db: Knex,
  scope: Scope,
  asked: Asked,
  { before, limit }: { before: number | null; limit: number },
): Promise<Decision[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select decision.id, decision.area_id as "areaId", cast(decision.week as text) as "decidedIn", true as "isLatest",
       ${versionColumns(covered.sql)}
     from decisions decision
     join lateral (select * from decision_versions where decision_id = decision.id order by version desc limit 1)
       version on true ${versionJoins}
     where decision.area_id = :areaId and (cast(:before as bigint) is null or decision.id < :before)
       and (cast(:from as date) is null or decision.week >= cast(:from as date))
       and (cast(:to as date) is null or decision.week <= cast(:to as date))
       and (cast(:state as text) is null or version.state = :state)
     order by decision.id desc limit :limit`,
    { ...covered.bindings, ...asked, before, limit },
  );
  return rows.map(toDecision);
}

/** A decision as it is now; NotFound where its area is not covered. */
export async function getDecision(db: Knex, scope: Scope, id: number): Promise<Decision> {
  const row = await db('decisions').where({ id }).first('area_id as areaId');
  const isCovered = row && (scope.everywhere || scope.areaIds.includes(row.areaId));
  const found = isCovered
    ? await listDecisions(
        db,
        scope,
        { areaId: row.areaId, from: null, to: null, state: null },
        { before: id + 1, limit: 1 },
      )
    : [];
  const [decision] = found;
  if (decision?.id === id) return decision;
  throw new NotFound(
    'decision-not-found',
    `There is no decision ${id} in your areas.`,
    `您的辖区内没有编号为 ${id} 的决定。`,
  );
}

/** Every version of a decision, the first first. */
export async function versionsOf(db: Knex, scope: Scope, id: number): Promise<DecisionVersion[]> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select ${versionColumns(covered.sql)} from decision_versions version ${versionJoins}
     where version.decision_id = :id order by version.version`,
    { ...covered.bindings, id },
  );
  return rows.map(toVersion);
}

/** How many decisions of an area are open. */
export async function countOpen(db: Knex, areaId: number): Promise<number> {
  const { rows } = await db.raw(
    `select cast(count(*) as integer) as open from decisions decision
     join lateral (select state from decision_versions where decision_id = decision.id
       order by version desc limit 1) version on version.state = 'open'
     where decision.area_id = :areaId`,
    { areaId },
  );
  return rows[0].open;
}

/** Whether the scope covers a person who is not erased. */
export async function coversPerson(db: Knex, scope: Scope, personId: number): Promise<boolean> {
  const covered = personCondition(scope);
  const { rows } = await db.raw(
    `select exists (select from people person where person.id = :personId and person.erased_at is null
       and ${covered.sql}) as "isCovered"`,
    { ...covered.bindings, personId },
  );
  return rows[0].isCovered;
}

import type { Knex } from 'knex';
import { everywhere } from '../access/scope.ts';
import { insertAssignments } from '../assignments/store.ts';
import { insertLine } from '../layers/store.ts';
import { insertPeople } from '../people/insert-store.ts';
import { usualRadiusMetres } from '../points/kinds.ts';
import { takeOverPoints } from '../points/take-over.ts';
import { createRule } from '../rules/register.ts';
import { ruleInput } from '../rules/rule.ts';
import { createTeam } from '../teams/manage.ts';
import { teamKind } from '../teams/team.ts';
import type { DemoFile } from './files.ts';
import { idOf } from './load-areas.ts';
import type { DemoAssignment } from './obligations.ts';
import type { DemoPoint } from './points.ts';
import type { DemoRegister } from './register.ts';
import { DEMO_RULES } from './rules.ts';

/** Enters people and their teams, which are together since `from`; returns the ids of the people by number. */
export async function loadPeople(
  db: Knex,
  timeZone: string,
  areaIds: ReadonlyMap<string, number>,
  { people, teams }: DemoRegister,
  files: ReadonlyMap<string, DemoFile>,
  from: Date,
): Promise<Map<string, number>> {
  const entered = await insertPeople(
    db,
    people.map(({ stationCode, ...person }) => {
      const { homeCode, ...file } = files.get(person.number) ?? { homeCode: undefined };
      return {
        ...person,
        ...file,
        stationAreaId: idOf(areaIds, stationCode),
        homeAreaId: homeCode === undefined ? null : idOf(areaIds, homeCode),
      };
    }),
  );
  const ids = new Map(entered.map(({ index, id }) => [people[index]?.number ?? '', id]));
  for (const { name, kind, stationCode, members } of teams) {
    const team = {
      name,
      kind: teamKind.parse(kind),
      stationAreaId: idOf(areaIds, stationCode),
      members: members.map((number) => idOf(ids, number)),
      // Whoever was entered first has been there longest.
      leaderPersonId: members[0] === undefined ? null : idOf(ids, members[0]),
    };
    await createTeam(db, everywhere, timeZone, team, from);
  }
  return ids;
}

/** Assigns people to cells and areas; those of one person in one role go in together. */
export async function loadAssignments(
  db: Knex,
  ids: { areas: ReadonlyMap<string, number>; people: ReadonlyMap<string, number> },
  assignments: readonly DemoAssignment[],
  from: Date,
): Promise<void> {
  const wanted = new Map<string, { personId: number; role: string; cellIds: number[]; areaIds: number[] }>();
  for (const { personNumber, place, role } of assignments) {
    const key = `${personNumber} ${role}`;
    const together = wanted.get(key) ?? {
      personId: idOf(ids.people, personNumber),
      role,
      cellIds: [],
      areaIds: [],
    };
    if ('cellId' in place) together.cellIds.push(place.cellId);
    else together.areaIds.push(idOf(ids.areas, place.areaCode));
    wanted.set(key, together);
  }
  await db.transaction(async (trx) => {
    for (const { personId, ...places } of wanted.values())
      await insertAssignments(trx, { ...places, personIds: [personId], from, to: null });
  });
}

export async function loadRules(db: Knex, timeZone: string, from: Date): Promise<void> {
  const input = ruleInput(timeZone);
  for (const rule of DEMO_RULES)
    await createRule(
      db,
      everywhere,
      timeZone,
      input.parse({ ...rule, from: from.toISOString() }),
      new Date(),
    );
}

/** Enters the places to be visited, and the road that is patrolled as a layer of lines. */
export async function loadPoints(
  db: Knex,
  points: readonly DemoPoint[],
  road: readonly (readonly [number, number])[],
  scopeAreaId: number,
  from: Date,
): Promise<void> {
  await db.transaction(async (trx) => {
    const given = points.map((point, index) => ({
      ...point,
      index,
      weight: 1,
      radiusMetres: usualRadiusMetres[point.kind],
      position: point.at,
      from,
      to: null,
    }));
    await takeOverPoints(trx, everywhere, given, new Date());
    if (road.length > 1)
      await insertLine(trx, { name: '巡逻道路（演示）', scopeAreaId, class: 'highway=track' }, road);
  });
}

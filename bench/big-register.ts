import type { Knex } from 'knex';
import { insertPeople, type NumberedPerson } from '../server/people/insert-store.ts';
import { personKinds } from '../server/people/person.ts';
import { makeArea } from '../test/support/district.ts';

const skills = ['蒙古语', '鄂温克语', '骑马', '越野驾驶', '急救', '森林防火', '无人机', '法律咨询'];
const languages = ['汉语', '蒙古语', '鄂温克语', '达斡尔语'];
const surnames = [...'王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗'];
const given = [...'伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红梅建国'];

/** Stations of ten townships with villages, 60 teams and so many people with what their files hold. Everything is from a seed. */
export async function makeBigRegister(db: Knex, count: number): Promise<void> {
  const stations: number[] = [];
  const villages: number[] = [];
  for (let index = 0; index < 10; index += 1) {
    const west = 110 + index * 0.1;
    stations.push(
      await makeArea(db, {
        kind: 'station',
        box: [west, 40, west + 0.1, 40.1],
        name: `第${index + 1}派出所`,
      }),
    );
    for (let village = 0; village < 10; village += 1)
      villages.push(
        await makeArea(db, {
          kind: 'village',
          box: [west + village * 0.01, 40, west + (village + 1) * 0.01, 40.1],
          name: `第${index * 10 + village + 1}嘎查`,
        }),
      );
  }
  const people = Array.from({ length: count }, (_, index) => personOf(index, stations, villages));
  await insertPeople(db, people);
  await makeTeams(db, stations);
}

function personOf(index: number, stations: readonly number[], villages: readonly number[]): NumberedPerson {
  const pick = <T>(of: readonly T[], salt: number): T => {
    const found = of[mixed(index, salt) % of.length];
    if (found === undefined) throw new Error('There is nothing to pick from.');
    return found;
  };
  const own = skills.filter((_, skill) => mixed(index, 100 + skill) % 6 === 0);
  const year = 2015 + (mixed(index, 1) % 11);
  return {
    number: `P${String(index + 1).padStart(6, '0')}`,
    name: pick(surnames, 2) + pick(given, 3) + pick(given, 4),
    kind: index % 20 === 0 ? 'officer' : pick(personKinds.slice(1), 5),
    phone: `138${String(mixed(index, 6) % 100_000_000).padStart(8, '0')}`,
    organisation: `第${(mixed(index, 7) % 300) + 1}单位`,
    occupation: pick(['牧民', '教师', '职工', '个体户', '退休'], 8),
    skills: own,
    languages: languages.filter((_, language) => mixed(index, 200 + language) % 3 === 0),
    stationAreaId: pick(stations, 9),
    homeAreaId: pick(villages, 10),
    joinedOn: `${year}-0${(mixed(index, 11) % 9) + 1}-15`,
    leftOn: mixed(index, 12) % 25 === 0 ? `${year + 1}-12-31` : null,
    certificates: own.slice(0, 2).map((skill) => ({
      name: `${skill}证`,
      skill,
      issuedOn: '2024-01-01',
      expiresOn: `202${6 + (mixed(index, 13) % 3)}-0${(mixed(index, 14) % 9) + 1}-01`,
    })),
  };
}

/** Sixty teams; two people of three are in one, every ninth in two. */
async function makeTeams(db: Knex, stations: readonly number[]): Promise<void> {
  await db.raw(
    `insert into teams (name, kind, station_area_id)
     select '第' || n || '义警队', 'community', (cast(:stations as bigint[]))[n % 10 + 1] from generate_series(1, 60) n`,
    { stations },
  );
  await db.raw(
    `insert into team_members (team_id, person_id, period)
     select distinct team.id, person.id, tstzrange('2024-01-01', null)
     from people person cross join (select array_agg(id) as ids from teams) own
     cross join lateral (select own.ids[person.id % 60 + 1] as id where person.id % 3 > 0
       union all select own.ids[(person.id * 7) % 60 + 1] where person.id % 9 = 1) team`,
  );
}

/** Small numbers without an order, the same on every machine (Knuth's multiplicative hash). */
function mixed(index: number, salt: number): number {
  return Math.imul(index * 31 + salt * 7919 + 1, 2_654_435_761) >>> 8;
}

import type { Random } from './random.ts';
import { LEGAL_SKILL } from './rules.ts';
import { STATIONS } from './seats.ts';

export type DemoPerson = {
  number: string;
  name: string;
  kind: 'officer' | 'auxiliary' | 'volunteer';
  stationCode: string;
  organisation: string;
  skills: string[];
  joinedOn: string;
};
type DemoTeam = { name: string; kind: string; stationCode: string; members: string[] };
export type DemoRegister = { people: DemoPerson[]; teams: DemoTeam[] };

/** 22 teams of eight kinds with 395 members. */
const TEAMS: readonly (readonly [kind: string, name: string, stations: Record<string, number>])[] = [
  ['enterprise', '企业义警', { S01: 18, S02: 22, S03: 24 }],
  ['campus', '校园义警', { S01: 16, S02: 14 }],
  ['community', '社区义警', { S01: 26, S02: 28, S03: 22, S04: 14 }],
  ['anti_fraud', '反诈义警', { S01: 12, S02: 10 }],
  ['party_government', '党政义警', { S01: 20, S03: 12 }],
  ['gacha', '嘎查义警', { S05: 16, S06: 24, S07: 18, S08: 20, S09: 24 }],
  ['forest', '护林义警', { S04: 12, S10: 18 }],
  ['livestock_theft', '打击盗抢牲畜义警', { S06: 12, S09: 13 }],
];

/** Five officers a station; two stations have lost some. */
const OFFICERS_LESS: Record<string, number> = { 'DEMO-S09': 2, 'DEMO-S10': 1 };
const SKILLS = ['蒙古语', '鄂温克语', '达斡尔语', '骑马', '越野驾驶', '急救', '森林防火', '无人机'];

const stationCode = (short: string) => `DEMO-${short}`;
const stationName = (code: string) => STATIONS.find((station) => station.code === code)?.name ?? code;
const padded = (value: number, digits: number) => String(value).padStart(digits, '0');
const someSkills = (random: Random) => SKILLS.filter(() => random.chance(0.18));
const someDay = (random: Random) =>
  `20${random.whole(18, 24)}-${padded(random.whole(1, 12), 2)}-${padded(random.whole(1, 28), 2)}`;

/** Every person and team of the demonstration; nobody in it exists, and their names say so. */
export function demonstrationRegister(random: Random): DemoRegister {
  const staff = (
    kind: 'officer' | 'auxiliary',
    title: string,
    prefix: string,
    countOf: (code: string) => number,
  ) =>
    STATIONS.flatMap(({ code }) => Array.from({ length: countOf(code) }, () => code)).map(
      (code, index): DemoPerson => ({
        number: `${prefix}${padded(index + 1, 3)}`,
        name: `演示${title}${padded(index + 1, 2)}`,
        kind,
        stationCode: code,
        organisation: stationName(code),
        skills: someSkills(random),
        joinedOn: someDay(random),
      }),
    );
  const officers = staff('officer', '民警', 'DEMO-MJ', (code) => 5 - (OFFICERS_LESS[code] ?? 0));
  const auxiliaries = staff('auxiliary', '辅警', 'DEMO-FJ', () => 3);
  const { teams, volunteers } = volunteerTeams(random);
  return { people: [...officers, ...auxiliaries, ...volunteers], teams };
}

function volunteerTeams(random: Random): { teams: DemoTeam[]; volunteers: DemoPerson[] } {
  const volunteers: DemoPerson[] = [];
  const teams = TEAMS.flatMap(([kind, title, stations]) =>
    Object.entries(stations).map(([short, size]): DemoTeam => {
      const code = stationCode(short);
      const name = `${stationName(code).replace('派出所', '')}${title}队`;
      const members = Array.from({ length: size }, (): DemoPerson => {
        const index = volunteers.length + 1;
        const member: DemoPerson = {
          number: `DEMO-YJ${padded(index, 3)}`,
          name: `演示义警${padded(index, 3)}`,
          kind: 'volunteer',
          stationCode: code,
          organisation: name,
          skills: someSkills(random),
          joinedOn: someDay(random),
        };
        // No draw: whatever is drawn after it stays as it is.
        if (index % 4 === 0) member.skills.push(LEGAL_SKILL);
        volunteers.push(member);
        return member;
      });
      return { name, kind, stationCode: code, members: members.map(({ number }) => number) };
    }),
  );
  return { teams, volunteers };
}

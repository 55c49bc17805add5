import type { DateTime } from 'luxon';
import type { PersonInput } from '../people/person.ts';
import type { Random } from './random.ts';
import type { DemoPerson, DemoRegister } from './register.ts';
import { LEGAL_SKILL } from './rules.ts';
import { STATIONS } from './seats.ts';

/** What the file of somebody of the register holds besides. */
export type DemoFile = Pick<
  PersonInput,
  'phone' | 'occupation' | 'languages' | 'availability' | 'certificates' | 'trainings'
> & { homeCode: string | undefined };

/** Whoever has the skill has this certificate, for so many years. */
const CERTIFICATES: Record<string, { name: string; years: number }> = {
  急救: { name: '救护员证', years: 3 },
  无人机: { name: '民用无人机操控员执照', years: 2 },
  越野驾驶: { name: '机动车驾驶证（C1）', years: 10 },
  森林防火: { name: '森林草原防灭火培训合格证', years: 2 },
  [LEGAL_SKILL]: { name: '人民调解员证', years: 3 },
};
const TRAININGS = [
  '反诈骗宣传',
  '森林草原防灭火',
  '急救与心肺复苏',
  '巡逻与信息采集',
  '民族宗教政策',
  '冬季野外安全',
];
const LANGUAGES = ['蒙古语', '鄂温克语', '达斡尔语'];
const OCCUPATIONS: Record<string, readonly string[]> = {
  enterprise: ['企业职工', '矿区安全员', '企业保安'],
  campus: ['教师', '学校后勤', '退休教师'],
  community: ['社区工作者', '个体户', '退休职工'],
  anti_fraud: ['银行职员', '社区工作者', '通信营业员'],
  party_government: ['机关干部', '事业单位职工'],
  gacha: ['牧民', '嘎查干部'],
  forest: ['林场职工', '护林员'],
  livestock_theft: ['牧民', '兽医'],
};

const workdays = [1, 2, 3, 4, 5];
const daily = [...workdays, 6, 7];
const EVENINGS = [
  { days: workdays, from: '18:00', to: '22:00' },
  { days: [6, 7], from: '08:00', to: '22:00' },
];
const SCHOOL_HOURS = [
  { days: workdays, from: '07:00', to: '08:30' },
  { days: workdays, from: '16:00', to: '18:00' },
];
const DAYTIME = [{ days: daily, from: '06:00', to: '20:00' }];
const NIGHTS = [
  { days: daily, from: '00:00', to: '02:00' },
  { days: daily, from: '20:00', to: '24:00' },
];
const HOURS: Record<string, readonly (typeof EVENINGS | null)[]> = {
  campus: [SCHOOL_HOURS, SCHOOL_HOURS, null],
  gacha: [null, null, DAYTIME],
  forest: [DAYTIME, null],
  livestock_theft: [NIGHTS, null],
};

/** The files of everybody, by number; drawn apart from the register, whose people stay who they are. */
export function demonstrationFiles(
  { people, teams }: DemoRegister,
  homeCodes: readonly string[],
  today: DateTime,
  random: Random,
): Map<string, DemoFile> {
  const teamKinds = new Map(teams.flatMap(({ kind, members }) => members.map((number) => [number, kind])));
  return new Map(
    people.map((person, index) => {
      const teamKind = teamKinds.get(person.number);
      return [
        person.number,
        {
          // No exchange has numbers that begin with 000.
          phone: `000 0000 ${String(index + 1).padStart(4, '0')}`,
          occupation: teamKind ? random.pick(OCCUPATIONS[teamKind] ?? ['其他']) : null,
          languages: languagesOf(person, random),
          availability: teamKind ? random.pick(HOURS[teamKind] ?? [EVENINGS, EVENINGS, null]) : null,
          homeCode: homeOf(person, teamKind, homeCodes, random),
          certificates: certificatesOf(person, today, random),
          trainings: trainingsOf(person, today, random),
        },
      ];
    }),
  );
}

function languagesOf({ skills }: DemoPerson, random: Random): string[] {
  return ['汉语', ...LANGUAGES.filter((language) => skills.includes(language) || random.chance(0.15))];
}

/** Within the townships of the station; the station of the forest farms has none, and its people come from anywhere. */
function homeOf(
  { stationCode }: DemoPerson,
  teamKind: string | undefined,
  homeCodes: readonly string[],
  random: Random,
): string | undefined {
  const townships = STATIONS.find(({ code }) => code === stationCode)?.townships ?? [];
  const near = homeCodes.filter((code) => townships.some((township) => code.startsWith(township)));
  // The last three digits of a statistical code are below 200 for a community and above for a village.
  const isVillage = (code: string) => Number(code.slice(-3)) >= 200;
  const wantsVillage = teamKind === 'gacha' || teamKind === 'livestock_theft';
  const fitting = near.filter((code) => isVillage(code) === wantsVillage);
  const candidates = [fitting, near, homeCodes].find((codes) => codes.length > 0);
  return candidates && random.pick(candidates);
}

/** Some have expired and some soon will: somebody has to see to them. */
function certificatesOf({ skills }: DemoPerson, today: DateTime, random: Random): DemoFile['certificates'] {
  return skills.flatMap((skill) => {
    const certificate = CERTIFICATES[skill];
    if (!certificate || random.chance(0.2)) return [];
    const ends = today.plus({ days: daysLeft(random) });
    return {
      name: certificate.name,
      skill,
      number: `DEMO-${random.whole(100_000, 999_999)}`,
      issuedOn: ends.minus({ years: certificate.years }).toISODate(),
      expiresOn: ends.toISODate(),
    };
  });
}

function daysLeft(random: Random): number {
  const draw = random.next();
  if (draw < 0.06) return -random.whole(1, 200);
  if (draw < 0.14) return random.whole(2, 28);
  return draw < 0.24 ? random.whole(35, 88) : random.whole(100, 700);
}

function trainingsOf({ joinedOn }: DemoPerson, today: DateTime, random: Random): DemoFile['trainings'] {
  return Array.from({ length: random.whole(0, 3) }, () => ({
    heldOn: today.minus({ days: random.whole(10, 600) }).toISODate() ?? joinedOn,
    subject: random.pick(TRAININGS),
    hours: random.pick([2, 4, 8, 16]),
    result: random.pick(['合格', '合格', '优秀']),
  }));
}

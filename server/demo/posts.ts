import type { DemoAssignment } from './obligations.ts';
import type { DemoCell } from './outings.ts';
import type { DemoPerson, DemoRegister } from './register.ts';
import { DEMO_ROLES, LEGAL_SKILL } from './rules.ts';
import { STATIONS } from './seats.ts';

type Owner = { code: string; kind: DemoCell['ownerKind']; stationCode: string };
type Staff = { of: (stationCode: string) => readonly DemoPerson[]; teamOf: (number: string) => string };

/**
 * Who holds which post that the rules ask for. Most posts are filled; which are not is written down here, so that the
 * district has a story: two villages wait for an auxiliary, a forest for an investigator, a new leader for the seat.
 */
export function demonstrationPosts(
  cells: readonly DemoCell[],
  usages: ReadonlyMap<number, string>,
  register: DemoRegister,
): DemoAssignment[] {
  const owners = ownersOf(cells);
  const staff = staffOf(register);
  return STATIONS.flatMap(({ code, townships }) => {
    const own = owners.filter(({ stationCode }) => stationCode === code);
    const schools = cells.filter(
      ({ id, stationCode }) => stationCode === code && usages.get(id) === 'school',
    );
    return [
      ...leaderPosts(code, townships, staff),
      ...villagePosts(own, staff),
      ...communityPosts(own, staff),
      ...legalPosts(own, staff),
      ...forestPosts(own, staff),
      ...schoolPosts(schools, staff),
    ];
  });
}

function ownersOf(cells: readonly DemoCell[]): Owner[] {
  const owners = new Map<string, Owner>();
  for (const { ownerCode, ownerKind, stationCode } of cells)
    owners.set(ownerCode, { code: ownerCode, kind: ownerKind, stationCode });
  return [...owners.values()].sort((a, b) => Number(a.code > b.code) - Number(a.code < b.code));
}

function staffOf({ people, teams }: DemoRegister): Staff {
  const teamKinds = new Map(teams.flatMap(({ kind, members }) => members.map((number) => [number, kind])));
  return {
    of: (stationCode) => people.filter((one) => one.stationCode === stationCode),
    teamOf: (number) => teamKinds.get(number) ?? '',
  };
}

const inArea = (person: DemoPerson, areaCode: string, role: string): DemoAssignment => ({
  personNumber: person.number,
  place: { areaCode },
  role,
});

/** So many people from a place in a list on, round and round; each once. */
function turn<T>(items: readonly T[], first: number, count: number): T[] {
  return Array.from({ length: Math.min(count, items.length) }, (_, index) =>
    items.at((first + index) % items.length),
  ).filter((item) => item !== undefined);
}

/** Of every so many places one is left short. */
const isLeftShort = (index: number, every: number) => index % every === every - 1;

/** A station's first officer leads it and sits in the committee of each of its townships, but for one just appointed. */
function leaderPosts(code: string, townships: readonly string[], staff: Staff): DemoAssignment[] {
  const leader = staff.of(code).find(({ kind }) => kind === 'officer');
  if (!leader) return [];
  const seats = code === 'DEMO-S09' ? [] : townships;
  return [
    inArea(leader, code, DEMO_ROLES.leader),
    ...seats.map((township) => inArea(leader, township, DEMO_ROLES.committee)),
  ];
}

/** An auxiliary serves several villages, with two volunteers in each; the widest stations have not filled all. */
function villagePosts(owners: readonly Owner[], staff: Staff): DemoAssignment[] {
  const villages = owners.filter(({ kind }) => kind === 'village');
  return villages.flatMap(({ code, stationCode }, index) => {
    if (villages.length > 10 && index === villages.length - 1) return [];
    const people = staff.of(stationCode);
    const auxiliaries = people.filter(({ kind }) => kind === 'auxiliary');
    const volunteers = people.filter(({ kind }) => kind === 'volunteer');
    return [
      ...turn(auxiliaries, index, 1).map((one) => inArea(one, code, DEMO_ROLES.villageAuxiliary)),
      ...turn(volunteers, index * 2, isLeftShort(index, 6) ? 0 : 2).map((one) =>
        inArea(one, code, DEMO_ROLES.village),
      ),
    ];
  });
}

/** Whether the one community of a station lies among many villages, which take most of the volunteers. */
function isAlone(owners: readonly Owner[]): boolean {
  const count = (kind: Owner['kind']) => owners.filter((owner) => owner.kind === kind).length;
  return count('community') === 1 && count('village') > 5 && count('village') < 10;
}

/** Ten and more volunteers a community; where they are few, some of those whom it needs. */
function communityPosts(owners: readonly Owner[], staff: Staff): DemoAssignment[] {
  const communities = owners.filter(({ kind }) => kind === 'community');
  return communities.flatMap(({ code, stationCode }, index) => {
    const volunteers = staff.of(stationCode).filter(({ kind }) => kind === 'volunteer');
    const count = isAlone(owners) ? 4 : 10 + (index % 3);
    return turn(volunteers, index * 11, count).map((one) => inArea(one, code, DEMO_ROLES.community));
  });
}

/** Five legal advisers a community and three a village, each for several places; a few places have none but those of their cells. */
function legalPosts(owners: readonly Owner[], staff: Staff): DemoAssignment[] {
  return owners.flatMap(({ code, kind, stationCode }, index) => {
    if (kind === 'forest') return [];
    const advisers = staff.of(stationCode).filter(({ skills }) => skills.includes(LEGAL_SKILL));
    const wanted = kind === 'community' ? 5 : 3;
    const isShort = isLeftShort(index, 7) || (kind === 'community' && isAlone(owners));
    const count = isShort ? 0 : wanted;
    return turn(advisers, index * 2, count).map((one) => inArea(one, code, DEMO_ROLES.legal));
  });
}

/** A steward, a guard, an investigator and an accountable chief for each forest; one investigator and one chief are still sought. */
function forestPosts(owners: readonly Owner[], staff: Staff): DemoAssignment[] {
  const forests = owners.filter(({ kind }) => kind === 'forest');
  return forests.flatMap(({ code, stationCode }, index) => {
    const people = staff.of(stationCode);
    const officers = people.filter(({ kind }) => kind === 'officer');
    const rangers = people.filter(({ number }) => staff.teamOf(number) === 'forest');
    const post = (from: readonly DemoPerson[], first: number, role: string) =>
      turn(from, first, 1).map((one) => inArea(one, code, role));
    return [
      ...post(rangers, index * 4, DEMO_ROLES.steward),
      ...post(rangers, index * 4 + 1, DEMO_ROLES.guard),
      ...(index === forests.length - 1 ? [] : post(officers, index + 1, DEMO_ROLES.investigator)),
      ...(index === 1 ? [] : post(officers, 0, DEMO_ROLES.accountable)),
      ...turn(rangers, index * 4, 4).map((one) => inArea(one, code, '护林义警')),
    ];
  });
}

/** Two campus volunteers a school; the last school of a station with several has found one. */
function schoolPosts(schools: readonly DemoCell[], staff: Staff): DemoAssignment[] {
  return schools.flatMap(({ id, stationCode }, index) => {
    const campus = staff.of(stationCode).filter(({ number }) => staff.teamOf(number) === 'campus');
    const count = schools.length > 5 && index === schools.length - 1 ? 1 : 2;
    return turn(campus, index * 2, count).map(
      ({ number }): DemoAssignment => ({
        personNumber: number,
        place: { cellId: id },
        role: DEMO_ROLES.school,
      }),
    );
  });
}

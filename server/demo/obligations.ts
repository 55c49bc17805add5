import type { DemoCell } from './outings.ts';
import type { Random } from './random.ts';
import type { DemoPerson, DemoRegister } from './register.ts';

export type DemoAssignment = {
  personNumber: string;
  place: { cellId: number } | { areaCode: string };
  role: string;
};

/** What the demonstration obliges its district to: rules in the shape that the product keeps them. */
export const DEMO_RULES = [
  {
    name: '每个社区至少三名义警',
    kind: 'staffing',
    selects: { areaKind: 'community' },
    requires: { atLeast: 3, kind: 'volunteer' },
  },
  {
    name: '每个嘎查至少两名义警',
    kind: 'staffing',
    selects: { areaKind: 'village' },
    requires: { atLeast: 2, kind: 'volunteer' },
  },
  {
    name: '每个林场至少四名护林义警',
    kind: 'staffing',
    selects: { areaKind: 'forest' },
    requires: { atLeast: 4, teamKind: 'forest' },
  },
  {
    name: '社区网格每三天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'community' },
    requires: { measure: 'revisit', everyHours: 72 },
  },
  {
    name: '嘎查网格每十天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'village' },
    requires: { measure: 'revisit', everyHours: 240 },
  },
  {
    name: '防火期林区网格每五天到访一次',
    kind: 'patrol',
    selects: { areaKind: 'forest' },
    requires: { measure: 'revisit', everyHours: 120 },
  },
] as const;

/** Who is responsible for which cell: officers by blocks, volunteers for a few cells each, and holes in both. */
export function demonstrationAssignments(
  cells: readonly DemoCell[],
  register: DemoRegister,
  random: Random,
): DemoAssignment[] {
  const stations = [...new Set(register.people.map(({ stationCode }) => stationCode))];
  return stations.flatMap((stationCode) => {
    const own = cells
      .filter((cell) => cell.stationCode === stationCode)
      .sort(
        (a, b) =>
          Number(a.ownerCode > b.ownerCode) - Number(a.ownerCode < b.ownerCode) ||
          a.at[0] - b.at[0] ||
          a.id - b.id,
      );
    const staff = (kind: DemoPerson['kind']) =>
      register.people.filter((person) => person.stationCode === stationCode && person.kind === kind);
    return [
      ...officersByBlock(own, staff('officer'), random),
      ...volunteersByOwner(own, staff('volunteer'), random),
      ...staff('auxiliary').map(
        ({ number }): DemoAssignment => ({
          personNumber: number,
          place: { areaCode: stationCode },
          role: '勤务辅警',
        }),
      ),
    ];
  });
}

/** Each officer has a block of cells; here and there one was overlooked, in one owner's land a quarter. */
function officersByBlock(cells: DemoCell[], officers: DemoPerson[], random: Random): DemoAssignment[] {
  const without = random.pick(cells).ownerCode;
  return cells.flatMap((cell, index): DemoAssignment[] => {
    const officer = officers[Math.floor((index * officers.length) / cells.length)];
    if (officer === undefined || random.chance(0.03)) return [];
    if (cell.ownerCode === without && random.chance(0.25)) return [];
    return [{ personNumber: officer.number, place: { cellId: cell.id }, role: '包片民警' }];
  });
}

/** Volunteers take three neighbouring cells each; every sixth owner finds no volunteer. */
function volunteersByOwner(cells: DemoCell[], volunteers: DemoPerson[], random: Random): DemoAssignment[] {
  const owners = [...new Set(cells.map(({ ownerCode }) => ownerCode))].filter(() => !random.chance(1 / 6));
  if (owners.length === 0) return [];
  return volunteers.flatMap(({ number }, index) => {
    const owner = owners[index % owners.length];
    const here = cells.filter(({ ownerCode }) => ownerCode === owner);
    const first = random.whole(0, Math.max(0, here.length - 3));
    return here
      .slice(first, first + 3)
      .map(({ id }): DemoAssignment => ({ personNumber: number, place: { cellId: id }, role: '义警' }));
  });
}

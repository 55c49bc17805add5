import type { DemoCell } from './outings.ts';
import type { Random } from './random.ts';
import type { DemoPerson, DemoRegister } from './register.ts';

export type DemoAssignment = {
  personNumber: string;
  place: { cellId: number } | { areaCode: string };
  role: string;
};

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

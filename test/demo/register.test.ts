import { DateTime } from 'luxon';
import { expect, test } from 'vitest';
import { demonstrationFiles } from '../../server/demo/files.ts';
import { demonstrationAssignments } from '../../server/demo/obligations.ts';
import { seededRandom } from '../../server/demo/random.ts';
import { demonstrationRegister } from '../../server/demo/register.ts';
import { demonstrationUnits } from '../../server/demo/units.ts';
import { personInput } from '../../server/people/person.ts';
import { latticeCells } from './lattice.ts';

const register = demonstrationRegister(seededRandom(7));
const cells = latticeCells();

test('the register has 22 teams of eight kinds with 395 volunteers, each in one team', () => {
  const members = register.teams.flatMap((team) => team.members);
  expect(register.teams).toHaveLength(22);
  expect(new Set(register.teams.map(({ kind }) => kind)).size).toBe(8);
  expect(new Set(register.teams.map(({ name }) => name)).size).toBe(22);
  expect(members).toHaveLength(395);
  expect(members.sort()).toEqual(
    register.people
      .filter(({ kind }) => kind === 'volunteer')
      .map(({ number }) => number)
      .sort(),
  );
});

test('everybody in it is named as what they are', () => {
  expect(register.people.filter(({ name }) => !/^演示(义警|民警|辅警)\d+$/.test(name))).toEqual([]);
  expect(register.people.find(({ kind }) => kind === 'volunteer')?.name).toBe('演示义警001');
  expect(new Set(register.people.map(({ number }) => number)).size).toBe(register.people.length);
});

test('the same seed gives the same register, assignments included', () => {
  const again = demonstrationRegister(seededRandom(7));
  expect(again).toEqual(register);
  expect(demonstrationAssignments(cells, again, seededRandom(8))).toEqual(
    demonstrationAssignments(cells, register, seededRandom(8)),
  );
});

test('assignments leave believable holes: cells without an officer, cells and villages without a volunteer', () => {
  const kindOf = new Map(register.people.map(({ number, kind }) => [number, kind]));
  const assignments = demonstrationAssignments(cells, register, seededRandom(8));
  const held = (kind: string) =>
    new Set(
      assignments.flatMap(({ personNumber, place }) =>
        kindOf.get(personNumber) === kind && 'cellId' in place ? [place.cellId] : [],
      ),
    );
  const [byOfficers, byVolunteers] = [held('officer'), held('volunteer')];
  const share = (has: (id: number) => boolean) => cells.filter(({ id }) => has(id)).length / cells.length;
  expect(share((id) => byOfficers.has(id))).toBeGreaterThan(0.85);
  expect(share((id) => byOfficers.has(id))).toBeLessThan(0.99);
  expect(share((id) => !byOfficers.has(id) && !byVolunteers.has(id))).toBeGreaterThan(0);
  const unmanned = new Set(cells.map(({ ownerCode }) => ownerCode));
  for (const { id, ownerCode } of cells) if (byVolunteers.has(id)) unmanned.delete(ownerCode);
  expect(unmanned.size).toBeGreaterThan(3);
});

test('files name homes that there are and certificates that expire after they were issued, some of them soon', () => {
  const homes = ['150724100001', '150724212201', '150724214203'];
  const today = DateTime.fromISO('2026-11-22', { zone: 'Asia/Shanghai' });
  const files = demonstrationFiles(register, homes, today, seededRandom(9));
  expect([...files.keys()]).toEqual(register.people.map(({ number }) => number));
  const all = [...files.values()];
  expect(all.filter(({ homeCode = '' }) => !homes.includes(homeCode))).toEqual([]);
  const ends = all.flatMap(({ certificates = [] }) => certificates.map(({ expiresOn }) => expiresOn ?? ''));
  expect(ends.filter((day) => day <= '2026-11-22').length).toBeGreaterThan(3);
  expect(ends.filter((day) => day > '2026-11-22' && day < '2026-12-22').length).toBeGreaterThan(3);
  for (const { homeCode, ...file } of all)
    expect(personInput.safeParse({ name: 'x', kind: 'volunteer', ...file }).error).toBeUndefined();
});

test('no device has two carriers and no carrier two devices', () => {
  const units = demonstrationUnits(register);
  const carriers = units.flatMap(({ carrier }) => carrier ?? []);
  expect(new Set(carriers).size).toBe(carriers.length);
  expect(new Set(units.map(({ name }) => name)).size).toBe(units.length);
  expect(units.filter(({ mode, carrier }) => mode !== 'vehicle' && carrier === undefined)).toEqual([]);
});

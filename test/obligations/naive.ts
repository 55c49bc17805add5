import { DateTime } from 'luxon';
import type { Ground } from '../../server/obligations/ground.ts';
import type { Obligation } from '../../server/obligations/obligation.ts';
import type { PersonFacts } from '../../server/obligations/person.ts';
import { isSchoolDay } from '../../server/rules/school-days.ts';
import { covered, timeZone } from './histories.ts';

// Judges as the rules are worded: place by place, person by person, half hour by half hour. Slow and obvious.
const step = 1_800_000;
const weekMs = 7 * 86_400_000;

type World = { people: readonly PersonFacts[]; ground: Ground };
type Found = { missing: number; since: number };

/** What is short at an instant, by place. */
export function naively(world: World, obligation: Obligation, at: number): Record<number, Found> {
  const found: Record<number, Found> = {};
  for (const place of [1, 2, 3, 4, -11, -12, -13]) {
    const missing = missingAt(world, obligation, place, at);
    if (missing === null || missing <= 0) continue;
    let since = at;
    while ((missingAt(world, obligation, place, since - step) ?? 0) > 0) since -= step;
    found[place] = { missing, since };
  }
  return found;
}

/** Null where nothing is obliged. */
function missingAt(world: World, obligation: Obligation, place: number, at: number): number | null {
  if (!isObliged(world, obligation, place, at)) return null;
  const { atLeast, hours } = obligation.requires;
  const counted = (isThere: (person: PersonFacts) => boolean) =>
    atLeast - world.people.filter(isThere).length;
  if (!hours) return counted((person) => countsAt(world, obligation, person, place, at));
  const window = windowFor(obligation, at);
  const instants =
    window?.instants.filter((one) => isObligedThrough(world, obligation, place, at, one)) ?? [];
  if (!window || instants.length === 0) return null;
  const shortAt = (one: number) =>
    counted((person) => isFree(person, window.instants) && countsAt(world, obligation, person, place, one));
  return window.instants.includes(at) ? shortAt(at) : Math.max(...instants.map(shortAt));
}

/** Obliged at both instants and all the time between. */
function isObligedThrough(
  world: World,
  obligation: Obligation,
  place: number,
  a: number,
  b: number,
): boolean {
  for (let at = Math.min(a, b); at <= Math.max(a, b); at += step)
    if (!isObliged(world, obligation, place, at)) return false;
  return true;
}

function isObliged(
  { ground }: World,
  { selects, scopeAreaIds, from, to, requires: { alsoAt } }: Obligation,
  place: number,
  at: number,
) {
  if (at < from || at >= to) return false;
  if (alsoAt && ownAreas({ ground, alsoAt, place }).length === 0) return false;
  const isByArea = (selects.areas || selects.areaKind) && !selects.cells && !selects.cellUsage;
  const isIn = (areaIds: readonly number[] | null | undefined, covers: (areaId: number) => boolean) =>
    !areaIds || areaIds.some(covers);
  if (place < 0) {
    const area = ground.areas.get(-place);
    if (!isByArea || !area) return false;
    const isChosen = selects.areaKind
      ? area.kind === selects.areaKind && isIn(selects.areas, (id) => covered.area(id, area.id))
      : selects.areas?.includes(area.id);
    return isChosen === true && isIn(scopeAreaIds, (id) => covered.area(id, area.id));
  }
  if (isByArea) return false;
  return ground.plans.some(({ cells, obliged }) => {
    const row = cells.ids.indexOf(place);
    if (row < 0 || at < obliged[0] || at >= obliged[1]) return false;
    const owner = cells.owners[row] ?? 0;
    return (
      (!selects.cells || selects.cells.includes(place)) &&
      (!selects.cellUsage || ground.usageNames[cells.usages[row] ?? 0] === selects.cellUsage) &&
      (!selects.areaKind || ground.areas.get(owner)?.kind === selects.areaKind) &&
      isIn(selects.areas, (id) => covered.cell(id, place, owner)) &&
      isIn(scopeAreaIds, (id) => covered.cell(id, place, owner))
    );
  });
}

function countsAt(
  { ground }: World,
  { requires }: Obligation,
  person: PersonFacts,
  place: number,
  at: number,
) {
  const holds = ({ from, to }: { from: number; to: number }) => from <= at && at < to;
  const isOf = (cellId: number) =>
    ground.plans.some(({ cells, reach: [from, to] }) => {
      const row = cells.ids.indexOf(cellId);
      return row >= 0 && cells.owners[row] === -place && holds({ from, to });
    });
  const attesting = person.certificates.filter(({ skill }) => skill === requires.skill);
  return (
    person.joinedAt <= at &&
    at < person.leftAt &&
    (!requires.kind || person.kind === requires.kind) &&
    (!requires.skill ||
      (person.skills.includes(requires.skill) && (attesting.length === 0 || attesting.some(holds)))) &&
    (!requires.teamKind || person.teams.some((team) => team.kind === requires.teamKind && holds(team))) &&
    (!requires.alsoRole ||
      person.assigned.some(
        (one) =>
          one.role === requires.alsoRole &&
          holds(one) &&
          (!requires.alsoAt || ownAreas({ ground, alsoAt: requires.alsoAt, place }).includes(-one.place)),
      )) &&
    person.assigned.some(
      (one) =>
        (!requires.role || one.role === requires.role) &&
        holds(one) &&
        (one.place === place || isOf(one.place)),
    )
  );
}

/** The areas of a kind in which a place ever lay, or which lie in it. */
function ownAreas({ ground, alsoAt, place }: { ground: Ground; alsoAt: string; place: number }): number[] {
  const ofKind = [...ground.areas.values()].filter(({ kind }) => kind === alsoAt).map(({ id }) => id);
  if (place < 0) return ofKind.filter((id) => covered.area(id, -place) || covered.area(-place, id));
  const owners = ground.plans.flatMap(({ cells }) => {
    const row = cells.ids.indexOf(place);
    return row < 0 ? [] : [cells.owners[row] ?? 0];
  });
  return ofKind.filter((id) => owners.some((owner) => covered.cell(id, place, owner)));
}

/** The window that holds the instant, else the next that begins within seven days. */
function windowFor(obligation: Obligation, at: number): { instants: number[] } | undefined {
  const ahead = Array.from({ length: weekMs / step + 1 }, (_, index) => at + index * step);
  const inside = ahead.find((one) => hoursAt(obligation, one) >= 0);
  if (inside === undefined) return undefined;
  const index = hoursAt(obligation, inside);
  let start = inside;
  while (isSameWindow(obligation, start - step, start, index)) start -= step;
  const instants = [start];
  for (let end = start + step; isSameWindow(obligation, end, end - step, index); end += step)
    instants.push(end);
  return { instants };
}

function isSameWindow(obligation: Obligation, at: number, neighbour: number, index: number): boolean {
  return hoursAt(obligation, at) === index && local(at).day === local(neighbour).day;
}

function hoursAt({ requires }: Obligation, at: number): number {
  return (requires.hours ?? []).findIndex(
    (one) => isInHours(one, at) && (!one.schoolDays || isSchoolDay(local(at).day)),
  );
}

type Local = { day: number; weekday: number; time: string };
const locals = new Map<number, Local>();

function local(at: number): Local {
  const known = locals.get(at);
  if (known) return known;
  const date = DateTime.fromMillis(at, { zone: timeZone });
  const found = {
    day: Date.UTC(date.year, date.month - 1, date.day) / 86_400_000,
    weekday: date.weekday,
    time: date.toFormat('HH:mm'),
  };
  locals.set(at, found);
  return found;
}

function isInHours(
  { days, from, to }: { days: readonly number[]; from: string; to: string },
  at: number,
): boolean {
  const { weekday, time } = local(at);
  return days.includes(weekday) && from <= time && time < to;
}

function isFree({ availability }: PersonFacts, instants: readonly number[]): boolean {
  return availability === null || instants.every((at) => availability.some((hours) => isInHours(hours, at)));
}

import { type Interval, intersect } from '../coverage/interval.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import { always, merged } from './interval.ts';
import type { PersonFacts } from './person.ts';
import type { Relatives } from './relation.ts';

// Nearly everybody is one or the other, and shares it.
const never: readonly Interval[] = [];
const atAnyTime: readonly Interval[] = [always];

/**
 * When a person is what a requirement asks for, the role in the place, what is asked of the place's own areas and the
 * hours aside; in order and disjoint, empty where never. Nobody counts before joining or after leaving. A skill that certificates attest counts while one of them is valid; without any it counts always.
 */
export function fitOf(
  person: PersonFacts,
  { kind, skill, teamKind, alsoRole, alsoAt }: StaffingRequirement,
): readonly Interval[] {
  if (kind !== undefined && person.kind !== kind) return never;
  if (skill !== undefined && !person.skills.includes(skill)) return never;
  const { joinedAt, leftAt } = person;
  if (joinedAt >= leftAt) return never;
  let fit: readonly Interval[] =
    joinedAt === always[0] && leftAt === always[1] ? atAnyTime : [[joinedAt, leftAt]];
  if (skill !== undefined) {
    const attesting = person.certificates.filter((one) => one.skill === skill);
    if (attesting.length > 0) fit = within(fit, attesting);
  }
  if (teamKind !== undefined) {
    const teams = person.teams.filter((team) => team.kind === teamKind);
    if (teams.length === 0) return never;
    fit = within(fit, teams);
  }
  if (alsoRole === undefined || alsoAt !== undefined) return fit;
  const held = person.assigned.filter(({ role }) => role === alsoRole);
  return held.length === 0 ? never : within(fit, held);
}

/** The same at a place, where the further role is asked for at one of its own areas. */
export function fitAtPlace(
  fit: readonly Interval[],
  person: PersonFacts | undefined,
  { alsoRole, alsoAt }: StaffingRequirement,
  place: number,
  relatives: Relatives,
): readonly Interval[] {
  if (alsoAt === undefined || fit.length === 0) return fit;
  const own = relatives(place, alsoAt);
  const held = person?.assigned.filter((one) => one.role === alsoRole && own.has(one.place)) ?? [];
  return held.length === 0 ? never : within(fit, held);
}

function within(fit: readonly Interval[], periods: readonly { from: number; to: number }[]): Interval[] {
  return intersect(fit, merged(periods.map(({ from, to }): Interval => [from, to])));
}

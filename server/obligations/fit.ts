import { type Interval, intersect } from '../coverage/interval.ts';
import type { StaffingRequirement } from '../rules/rule.ts';
import { always, merged } from './interval.ts';
import type { PersonFacts } from './person.ts';

/**
 * When a person is what a requirement asks for, the role in the place and the hours aside; in order and disjoint, empty
 * where never. A skill that certificates attest counts while one of them is valid; without any it counts always.
 */
export function fitOf(
  person: PersonFacts,
  { kind, skill, teamKind, alsoRole }: StaffingRequirement,
): Interval[] {
  if (kind !== undefined && person.kind !== kind) return [];
  if (skill !== undefined && !person.skills.includes(skill)) return [];
  let fit: Interval[] = [[always[0], person.leftAt]];
  const narrow = (periods: readonly { from: number; to: number }[]) => {
    fit = intersect(fit, merged(periods.map(({ from, to }): Interval => [from, to])));
  };
  const attesting = skill === undefined ? [] : person.certificates.filter((one) => one.skill === skill);
  if (attesting.length > 0) narrow(attesting);
  if (teamKind !== undefined) narrow(person.teams.filter((team) => team.kind === teamKind));
  if (alsoRole !== undefined) narrow(person.assigned.filter(({ role }) => role === alsoRole));
  return fit;
}

import { nearestUsual } from './distance.ts';
import type { Candidate, OpenPost, Requirement, Settings } from './post.ts';
import { coversHours } from './week.ts';

/** Why somebody does not get a post, in the order in which it is asked. */
export const filters = [
  'already-here',
  'kind',
  'team',
  'skill',
  'expired',
  'other-role',
  'off-shift',
  'no-place',
  'too-far',
  'full-load',
  'forbidden',
  'taken',
] as const;
export type Filter = (typeof filters)[number];

/** Everything that keeps a person from a post, first what is asked first; people taken by other posts aside. */
export function obstacles(person: Candidate, post: OpenPost, settings: Settings): Filter[] {
  return [
    ...(post.present.includes(person.id) ? (['already-here'] as const) : []),
    ...unfit(person, post.requires),
    ...distant(person, post, settings),
    ...(isFull(person, settings) ? (['full-load'] as const) : []),
  ];
}

/** What of a requirement a person does not meet, wherever it is. */
export function unfit(person: Candidate, requires: Requirement): Filter[] {
  const { kind, teamKind, skill, hours } = requires;
  const found: Filter[] = [];
  if (kind !== undefined && person.kind !== kind) found.push('kind');
  if (teamKind !== undefined && !person.teamKinds.includes(teamKind)) found.push('team');
  if (skill !== undefined && !person.skills.includes(skill))
    found.push(person.expired.includes(skill) ? 'expired' : 'skill');
  if (!holdsFurtherRole(person, requires)) found.push('other-role');
  if (!coversHours(person.availability, hours)) found.push('off-shift');
  return found;
}

function holdsFurtherRole({ roles, seats }: Candidate, { alsoRole, alsoAreas }: Requirement): boolean {
  if (alsoRole === undefined) return true;
  if (alsoAreas === undefined) return roles.includes(alsoRole);
  return seats.some(({ role, areaId }) => role === alsoRole && alsoAreas.includes(areaId));
}

function distant(person: Candidate, { position }: OpenPost, { maxKilometres }: Settings): Filter[] {
  if (position === null) return [];
  const nearest = nearestUsual(person, position);
  if (nearest === null) return ['no-place'];
  return nearest.kilometres > maxKilometres ? ['too-far'] : [];
}

/** Nobody is given more who answers for twice as much as usual, or five places where few do. */
export function mostPlaces(
  { kind }: Pick<Candidate, 'kind'>,
  { typicalLoad }: { typicalLoad: Settings['typicalLoad'] | null },
): number {
  return Math.max(5, 2 * (typicalLoad?.[kind] ?? 0));
}

export function isFull(person: Candidate, settings: Settings): boolean {
  return person.load >= mostPlaces(person, settings);
}

import type { Held, PersonFacts } from './candidate-queries.ts';
import { mostPlaces } from './filter.ts';
import type { Candidate, Settings, Usual } from './post.ts';

/** What people of each kind answer for, at the median of those who answer for anything. */
export function typicalLoads(people: readonly PersonFacts[]): Settings['typicalLoad'] {
  const loads = new Map<string, number[]>();
  for (const { kind, held } of people)
    if (held.length > 0) loads.set(kind, [...(loads.get(kind) ?? []), placesHeld(held)]);
  return Object.fromEntries([...loads].map(([kind, all]) => [kind, medianOf(all)]));
}

function medianOf(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
}

function placesHeld(held: readonly Held[]): number {
  return new Set(held.map(({ cellId, areaId }) => `${cellId} ${areaId}`)).size;
}

/** `isSpare` is asked of those alone who can be given no more. */
export function candidateOf(
  person: PersonFacts,
  settings: Settings,
  isSpare: (person: PersonFacts, held: Held) => boolean,
): Candidate {
  const { held, teams, teamCells } = person;
  const load = placesHeld(held);
  const isFull = load >= mostPlaces(person, settings);
  const spare = isFull ? held.filter((one) => isSpare(person, one)) : [];
  return {
    ...{ id: person.id, kind: person.kind, skills: person.skills, expired: person.expired },
    ...{ availability: person.availability, load, usual: usualOf(person) },
    teams: teams.map(({ id }) => id),
    teamKinds: [...new Set(teams.map(({ kind }) => kind))],
    roles: [...new Set(held.map(({ role }) => role))],
    seats: held.flatMap(({ role, areaId }) => (areaId === null ? [] : [{ role, areaId }])),
    cells: held.flatMap(({ cellId }) => cellId ?? []),
    areas: [...new Set(held.flatMap(({ areaId, ownerAreaId }) => areaId ?? ownerAreaId ?? []))],
    teamCells: teamCells.map(({ id }) => id),
    spare: spare.map(({ id, place }) => ({ assignmentId: id, place })),
  };
}

/** The home village and the cells they know; the station only where nothing else is known. */
function usualOf({ home, held, teamCells, station }: PersonFacts): Usual[] {
  const found: Usual[] = [
    ...(home ? [{ from: 'home' as const, position: home }] : []),
    ...held.flatMap(({ position }) => (position ? [{ from: 'cell' as const, position }] : [])),
    ...teamCells.flatMap(({ position }) => (position ? [{ from: 'team' as const, position }] : [])),
  ];
  if (found.length > 0 || !station) return found;
  return [{ from: 'station', position: station }];
}

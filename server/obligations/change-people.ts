import type { Ground } from './ground.ts';
import { type PersonFacts, placeOfArea } from './person.ts';
import type { Standings } from './standings.ts';

/**
 * Takes what is now known of people; those of whom nothing is known are assigned nowhere. Only where they are or were
 * assigned, and at the owners of these cells, is anything judged again.
 */
export function changePeople(
  standings: Standings,
  ground: Ground,
  personIds: readonly number[],
  people: readonly PersonFacts[],
): void {
  const { staff } = standings;
  const places = new Set<number>();
  const touch = (personId: number) => {
    for (const place of staff.placesOf(personId)) {
      places.add(place);
      for (const owner of ground.ownersOf(place)) places.add(placeOfArea(owner));
    }
  };
  for (const id of personIds) {
    touch(id);
    staff.remove(id);
  }
  for (const person of people) {
    staff.replace(person);
    touch(person.id);
  }
  standings.touch(personIds, places);
}

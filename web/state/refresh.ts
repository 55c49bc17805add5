import type { QueryClient } from '@tanstack/react-query';

const shownOnTheMap = ['plans', 'areas', 'coverage', 'gaps', 'cell', 'tracks', 'posting'];
/** What other pages work out of the same: whoever goes there next is not shown what stood there before. */
const derivedElsewhere = [
  'missed',
  'weekly',
  'person',
  'load',
  'talent',
  'suggestions',
  'inside',
  'response',
];

/** Asks again for everything the map shows and what follows from it; after a change to plans, people on duty, assignments or tracks. */
export async function refreshMap(client: QueryClient): Promise<void> {
  const stale = [...shownOnTheMap, ...derivedElsewhere];
  await Promise.all(stale.map((name) => client.invalidateQueries({ queryKey: [name] })));
}

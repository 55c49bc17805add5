import type { QueryClient } from '@tanstack/react-query';

const shownOnTheMap = ['plans', 'areas', 'coverage', 'gaps', 'cell', 'tracks', 'posting'];

/** Asks again for everything the map shows; after a change to plans, people on duty, assignments or tracks. */
export async function refreshMap(client: QueryClient): Promise<void> {
  await Promise.all(shownOnTheMap.map((name) => client.invalidateQueries({ queryKey: [name] })));
}

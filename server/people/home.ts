import type { Knex } from 'knex';
import { InvalidInput } from '../http/problem.ts';

const homeKinds = ['village', 'community'];

/** A home is said as precisely as a village or community, and no more; throws for an area of any other kind. */
export async function refuseWrongHomes(
  db: Knex,
  homeAreaIds: readonly (number | null | undefined)[],
): Promise<void> {
  const ids = [...new Set(homeAreaIds.flatMap((id) => id ?? []))];
  if (ids.length === 0) return;
  const homes = await db('areas').whereIn('id', ids).whereIn('kind', homeKinds).pluck('id');
  const wrong = ids.find((id) => !homes.includes(id));
  if (wrong === undefined) return;
  throw new InvalidInput(
    'no-home-area',
    `A home is a village or a community; area ${wrong} is none.`,
    `居住地须为嘎查（村）或社区，辖区 ${wrong} 不是。`,
    [{ path: 'homeAreaId', reason: 'not a village or community' }],
  );
}

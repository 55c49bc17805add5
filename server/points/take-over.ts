import type { Knex } from 'knex';
import type { Scope } from '../access/scope.ts';
import { raiseRevision } from '../database/revision.ts';
import type { PointKind } from './kinds.ts';
import { pointsByLabel, positionsInside } from './queries.ts';
import { insertPoints } from './store.ts';

/** A point that came in a file. */
export type GivenPoint = {
  index: number;
  label: string;
  kind: PointKind;
  weight: number;
  key: boolean;
  radiusMetres: number;
  position: readonly [lon: number, lat: number];
  from: Date | null;
  to: Date | null;
  replaces: string | null;
};

/** Why a point was not taken. */
export type Untaken = { index: number; why: 'outside' | 'known' | 'replaces-nothing' };

/**
 * Enters points that came in a file, together. One that is there already by its label, or that comes twice, is left out,
 * so that a file that is loaded again changes nothing; a camp names the label of the house that it stands for, which may
 * be in the same file.
 */
export async function takeOverPoints(
  trx: Knex,
  scope: Scope,
  given: readonly GivenPoint[],
  now: Date,
): Promise<{ created: number; untaken: Untaken[] }> {
  await raiseRevision(trx, 'points');
  const inside = await positionsInside(
    trx,
    scope,
    given.map(({ position }) => position),
  );
  const labels = [
    ...new Set(given.flatMap(({ label, replaces }) => [label, ...(replaces ? [replaces] : [])])),
  ];
  const known = new Map(await pointsByLabel(trx, scope, labels));
  const untaken: Untaken[] = [];
  const [own, standing]: [GivenPoint[], GivenPoint[]] = [[], []];
  const seen = new Set(known.keys());
  given.forEach((one, place) => {
    if (!inside.has(place)) untaken.push({ index: one.index, why: 'outside' });
    else if (seen.has(one.label)) untaken.push({ index: one.index, why: 'known' });
    else {
      seen.add(one.label);
      (one.replaces === null ? own : standing).push(one);
    }
  });
  const ids = await insertPoints(
    trx,
    own.map((one) => newPoint(one, null, now)),
  );
  for (const [place, one] of own.entries()) known.set(one.label, ids[place] ?? 0);
  const placed = standing.filter((one) => {
    if (known.has(one.replaces ?? '')) return true;
    untaken.push({ index: one.index, why: 'replaces-nothing' });
    return false;
  });
  await insertPoints(
    trx,
    placed.map((one) => newPoint(one, known.get(one.replaces ?? '') ?? null, now)),
  );
  return { created: own.length + placed.length, untaken };
}

function newPoint(
  { label, kind, weight, key, radiusMetres, position, from, to }: GivenPoint,
  replacesId: number | null,
  now: Date,
) {
  const begun = from ?? (to && to <= now ? new Date(to.getTime() - 1) : now);
  return { label, replacesId, versions: [{ kind, weight, key, radiusMetres, position, from: begun, to }] };
}

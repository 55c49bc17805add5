import type { Knex } from 'knex';
import type { Caller } from '../access/caller.ts';
import { lookedLately } from '../accounts/looked-lately.ts';
import { recordLook } from '../accounts/record-look.ts';
import { unpackCellIds } from './packed-sweep.ts';
import { type Sweeper, sweepersOf } from './queries.ts';
import type { SweptGround } from './swept-ground.ts';

type Bounds = readonly [west: number, south: number, east: number, north: number];

/** What a picture shows: cells, in a box of degrees, on local days (YYYY-MM-DD) from one to another. */
export type Shown = { cellIds: ReadonlySet<number>; bounds: Bounds; days: readonly string[] };

/**
 * Records a look at the ways that a picture of what was swept shows, once for everybody whose devices swept any of its
 * cells: on a quiet day it is one person's way, with or without a name. The same account's next pictures of the same days
 * are the same look for an hour.
 */
export async function recordSweepsSeen(
  db: Knex,
  caller: Caller,
  ground: SweptGround,
  shown: Shown,
  now: number,
): Promise<void> {
  const [first, last] = [shown.days[0], shown.days.at(-1)];
  if (first === undefined || last === undefined || shown.cellIds.size === 0) return;
  const seen = lookedLately(db, caller.accountId, now);
  const keyOf = ({ personId, deviceId }: Sweeper) => `sweep ${personId ?? -deviceId} ${first} ${last}`;
  const sweepers = (await sweepersOf(db, ground, shown.days, shown.bounds)).filter(
    (one) => !seen.has(keyOf(one)) && unpackCellIds(one.cells).some((id) => shown.cellIds.has(id)),
  );
  await recordLook(db, caller, {
    what: 'sweep',
    period: { from: new Date(`${first}T00:00:00Z`), to: new Date(`${last}T23:59:59Z`) },
    personIds: sweepers.flatMap(({ personId }) => personId ?? []),
    deviceIds: sweepers.flatMap(({ personId, deviceId }) => (personId === null ? deviceId : [])),
  });
  for (const one of sweepers) seen.add(keyOf(one));
}

import { randomUUID } from 'node:crypto';
import type { Knex } from 'knex';
import { everywhere } from '../access/scope.ts';
import type { GapKind } from '../coverage/gap.ts';
import { rankGaps } from '../coverage/gap-list.ts';
import { labelOf, messageOf } from '../coverage/gap-words.ts';
import { type FoundGap, obligationOf } from '../coverage/gaps.ts';
import type { Deps } from '../deps.ts';
import { stationsOf } from '../missed/station-queries.ts';
import { compareGaps, type StoredGap } from './compare.ts';
import { type AlertEvent, groupAlerts, type NewAlert } from './group.ts';
import { coveringOf, readOpenGaps } from './queries.ts';
import { keepLook, releaseWatch, type ToldGap, takeWatch } from './store.ts';

/** Looks again after so long, or after so many times what a look took: it costs a tenth of a core at most. */
const leastPauseMs = 60_000;
const pauseShare = 10;

/** What the background work asks every few seconds; of several servers on one database one looks at a time. */
export const alerting = {
  name: 'alerts',
  everyMs: 5_000,
  run: (deps: Deps) => lookForAlerts(deps, Date.now()),
};

/** An open gap as it may be told of. */
type Seen = {
  found: FoundGap;
  obligation: string;
  kind: GapKind;
  since: number;
  severity: number;
  missing: number;
  stationId: number | null;
};

/**
 * Compares what is not met now with what was when somebody last looked, and stores what opened, worsened or closed. Does
 * nothing where it is not time to look yet, or where somebody else looks.
 */
export async function lookForAlerts({ db, config }: Pick<Deps, 'db' | 'config'>, now: number): Promise<void> {
  const holder = randomUUID();
  const watch = await takeWatch(db, holder, now);
  if (!watch) return;
  try {
    const began = performance.now();
    const seen = await seenAt(db, now, config.timeZone);
    // While rules are being worked out their gaps would seem to close, and to open again.
    if (seen === null) return await releaseWatch(db, holder);
    const stored = await readOpenGaps(db);
    const changes = compareGaps(stored, seen, { lookedAt: watch.lookedAt, now });
    const alerts = groupAlerts({ opened: changes.opened, worsened: changes.worsened });
    const told = await tellAll(db, alerts, now);
    const tookMs = performance.now() - began;
    const nextAt = now + Math.max(leastPauseMs, pauseShare * tookMs);
    await keepLook(db, { holder, now, nextAt }, { ...changes, ...differenceOf(stored, changes.known), told });
  } catch (error) {
    await releaseWatch(db, holder);
    throw error;
  }
}

/** Of tens of thousands of open gaps nearly all stay as they are: the others alone are written. */
function differenceOf(before: ReadonlyMap<string, StoredGap>, known: ReadonlyMap<string, StoredGap>) {
  const isSame = (a: StoredGap | undefined, b: StoredGap) =>
    a?.since === b.since && a.worst === b.worst && a.missing === b.missing && a.closedAt === b.closedAt;
  return {
    written: [...known].filter(([obligation, gap]) => !isSame(before.get(obligation), gap)),
    forgotten: [...before.keys()].filter((obligation) => !known.has(obligation)),
  };
}

/** Null while it is not known of every rule how it stands. */
async function seenAt(db: Knex, at: number, timeZone: string): Promise<Seen[] | null> {
  const viewer = { scope: everywhere, planScope: everywhere, peopleScope: everywhere };
  const question = { planId: null, cellId: null, at, language: 'zh' as const, timeZone };
  const { ranked, pending } = await rankGaps(db, viewer, question);
  if (pending) return null;
  const gaps = ranked.map(({ found }) => found);
  const stationOf = await stationsOf(
    db,
    gaps.flatMap((found) => ('cell' in found ? [found.cell] : [])),
    gaps.flatMap((found) => ('area' in found ? [found.area.id] : [])),
  );
  return ranked.map(({ found, severity }) => ({
    found,
    obligation: obligationOf(found),
    kind: found.kind,
    since: found.since,
    severity,
    missing: found.missing,
    stationId: stationOf('cell' in found ? found.cell.id : -found.area.id)?.id ?? null,
  }));
}

type ToldAlert = { event: AlertEvent; kind: GapKind; stationId: number | null; gaps: ToldGap[] };

/** The words of each gap, and which granted areas cover it. */
async function tellAll(db: Knex, alerts: readonly NewAlert<Seen>[], at: number): Promise<ToldAlert[]> {
  const found = alerts.flatMap(({ gaps }) => gaps.map((gap) => gap.found));
  const covering = await coveringOf(db, {
    cells: found.flatMap((one) => ('cell' in one ? [one.cell] : [])),
    areaIds: found.flatMap((one) => ('area' in one ? [one.area.id] : [])),
  });
  const told = ({ found: gap, obligation, severity, since }: Seen): ToldGap => {
    const [cellId, areaId] = 'cell' in gap ? [gap.cell.id, null] : [null, gap.area.id];
    return {
      ...{ obligation, severity, since, cellId, areaId, label: labelOf(gap) },
      coveringIds: covering.get(cellId ?? -(areaId ?? 0)) ?? [],
      chinese: messageOf(gap, at, 'zh'),
      english: messageOf(gap, at, 'en'),
    };
  };
  return alerts.map(({ gaps, ...alert }) => ({ ...alert, gaps: gaps.map(told) }));
}

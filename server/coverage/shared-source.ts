import type { Knex } from 'knex';
import type { VisitSource } from './assess.ts';
import type { Interval } from './interval.ts';
import type { JudgedPlan } from './judged-plans.ts';
import { once } from './once.ts';
import { type Sourced, sourceFor } from './source.ts';
import type { VisitTable } from './visit-table.ts';

/** Where the visits of a plan come from over a period, as `sourceFor` says. */
export type SourceFor = (db: Knex, plan: JudgedPlan | null, past: Interval) => Promise<Sourced>;

/**
 * As {@link sourceFor}, for many periods that are asked about in order of time: the visits up to the end of the last are
 * read once, and each period is judged on its part of them. `edges` are the instants in epoch ms at which any of the
 * periods begins or ends, in order.
 */
export function sharedSources(edges: readonly number[]): SourceFor {
  const shared = new Map<VisitSource['kind'], Shared>();
  return async (db, plan, past) => {
    const { source, obliged } = await sourceFor(db, plan, past);
    const known = shared.get(source.kind) ?? share(source, edges);
    shared.set(source.kind, known);
    return { source: known(past), obliged };
  };
}

/** The source for one of the periods. */
type Shared = (past: Interval) => VisitSource;

function share(source: VisitSource, edges: readonly number[]): Shared {
  let held: { from: number; hasGaps: boolean; table: Promise<VisitTable> } | undefined;
  const end = edges.at(-1) ?? Number.NEGATIVE_INFINITY;
  const dataFrom = once(source.dataFrom);
  const lastBefore = rememberedCells(source, dataFrom);
  return (past) => ({
    ...source,
    // All go back equally far: then what was before them is asked for once.
    lookbackMs: Math.max(source.lookbackMs, held ? past[1] - held.from : 0),
    dataFrom,
    lastBefore,
    read: async (period, _edges, cellId, withGaps) => {
      // The first period goes back furthest, unless a rule that began later goes back further than those before it, or
      // is the first that counts time.
      const from = Math.min(period[0], held?.from ?? period[0]);
      const hasGaps = withGaps !== undefined || (held?.hasGaps ?? false);
      if (!held || from < held.from || hasGaps !== held.hasGaps)
        held = {
          from,
          hasGaps,
          table: source.read([from, end], edges, cellId, hasGaps ? () => true : undefined),
        };
      return (await held.table).within(period);
    },
  });
}

/** Asks for a cell's last visit before an instant once, and not at all where that is before all visits. */
function rememberedCells(source: VisitSource, dataFrom: () => Promise<number>): VisitSource['lastBefore'] {
  const asked = new Map<string, Map<number, number | null>>();
  return async (db, cellIds, before, minMinutes) => {
    const found = new Map<number, number>();
    if (source.kind === 'stored' && before <= (await dataFrom())) return found;
    const key = `${before} ${minMinutes}`;
    const known = asked.get(key) ?? new Map<number, number | null>();
    asked.set(key, known);
    const unknown = cellIds.filter((id) => !known.has(id));
    const read = await source.lastBefore(db, unknown, before, minMinutes);
    for (const id of unknown) known.set(id, read.get(id) ?? null);
    for (const id of cellIds) {
      const at = known.get(id) ?? null;
      if (at !== null) found.set(id, at);
    }
    return found;
  };
}

import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { GapKind } from '../types.ts';
import { findGapKind } from './gap-kinds.ts';
import { defaultPeriod, type Period, parsePeriod } from './period.ts';

/** What the map shows; all of it is in the address, so that a view can be sent to somebody. */
export type View = {
  plan: number | undefined;
  period: Period;
  cell: number | undefined;
  /** The kind of gap the list is narrowed to. */
  kind: GapKind | undefined;
  tracks: boolean;
  track: number | undefined;
  /** A proposal of who fills which gap, in place of the list of gaps. */
  proposal: number | undefined;
};

const idOf = (text: string | null) => (text && /^\d+$/.test(text) ? Number(text) : undefined);

/** Reads a view from the address. */
export function parseView(search: URLSearchParams): View {
  return {
    plan: idOf(search.get('plan')),
    period: parsePeriod(search),
    cell: idOf(search.get('cell')),
    kind: findGapKind(search.get('kind')),
    tracks: search.get('tracks') === '1',
    track: idOf(search.get('track')),
    proposal: idOf(search.get('proposal')),
  };
}

function formatView({ plan, period, cell, kind, tracks, track, proposal }: View): URLSearchParams {
  const search = new URLSearchParams();
  if (plan !== undefined) search.set('plan', String(plan));
  if (!('hours' in period)) {
    search.set('from', period.from);
    search.set('to', period.to);
  } else if (!('hours' in defaultPeriod) || period.hours !== defaultPeriod.hours) {
    search.set('hours', String(period.hours));
  }
  if (cell !== undefined) search.set('cell', String(cell));
  if (kind !== undefined) search.set('kind', kind);
  if (tracks) search.set('tracks', '1');
  if (track !== undefined) search.set('track', String(track));
  if (proposal !== undefined) search.set('proposal', String(proposal));
  return search;
}

/** The view of the address, and how to change a part of it. */
export function useView(): [View, (change: Partial<View>) => void] {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => parseView(search), [search]);
  const change = useCallback(
    (part: Partial<View>) =>
      setSearch((previous) => formatView({ ...parseView(previous), ...part }), { replace: true }),
    [setSearch],
  );
  return [view, change];
}

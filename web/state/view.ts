import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { statusOrder } from '../map/palette.ts';
import type { CellStatus, GapKind } from '../types.ts';
import { findGapKind } from './gap-kinds.ts';
import { defaultPeriod, type Period, parsePeriod } from './period.ts';

/** By what the tracks on the map are told apart. */
export const tracksModes = ['person', 'team', 'movement'] as const;
export type TracksMode = (typeof tracksModes)[number];

/** What the dock below the map shows; `none` closes it, and undefined leaves it to the width of the screen. */
export const docks = ['days', 'play', 'compare', 'live', 'none'] as const;
export type Dock = (typeof docks)[number];

/** What a period is compared with: the one just before, or the same weeks of last year. */
export const comparisons = ['before', 'year'] as const;
type Comparison = (typeof comparisons)[number];

export type Camera = { lon: number; lat: number; zoom: number };

/** What the map shows; all of it is in the address, so that a view can be sent to somebody. */
export type View = {
  plan: number | undefined;
  period: Period;
  cell: number | undefined;
  /** The kind of gap the list is narrowed to. */
  kind: GapKind | undefined;
  /** States of cells that the map does not colour. */
  hidden: readonly CellStatus[];
  tracks: TracksMode | undefined;
  /** Whose tracks alone, and those of which team. */
  person: number | undefined;
  team: number | undefined;
  /** Flagged positions are drawn with the tracks. */
  flagged: boolean;
  track: number | undefined;
  /** Where people on duty are now. */
  live: boolean;
  /** What was swept, as a soft surface. */
  sweep: boolean;
  dock: Dock | undefined;
  compare: Comparison | undefined;
  /** The moment at which the playback stands: local date and time. */
  play: string | undefined;
  camera: Camera | undefined;
  /** A proposal of who fills which gap, in place of the list of gaps. */
  proposal: number | undefined;
};

const idOf = (text: string | null) => {
  const id = text && /^\d{1,15}$/.test(text) ? Number(text) : 0;
  return id > 0 ? id : undefined;
};
const oneOf = <T extends string>(values: readonly T[], text: string | null) =>
  values.find((value) => value === text);

/** Reads a view from the address; whatever makes no sense is left out. */
export function parseView(search: URLSearchParams): View {
  const hidden = (search.get('hide') ?? '').split(',');
  return {
    plan: idOf(search.get('plan')),
    period: parsePeriod(search),
    cell: idOf(search.get('cell')),
    kind: findGapKind(search.get('kind')),
    hidden: statusOrder.filter((status) => hidden.includes(status)),
    // An address of earlier says only that tracks are shown.
    tracks: search.get('tracks') === '1' ? 'person' : oneOf(tracksModes, search.get('tracks')),
    person: idOf(search.get('person')),
    team: idOf(search.get('team')),
    flagged: search.get('flagged') === '1',
    track: idOf(search.get('track')),
    live: search.get('live') === '1',
    sweep: search.get('sweep') === '1',
    dock: oneOf(docks, search.get('dock')),
    compare: oneOf(comparisons, search.get('compare')),
    play: momentOf(search.get('play')),
    camera: cameraOf(search.get('map')),
    proposal: idOf(search.get('proposal')),
  };
}

function momentOf(text: string | null): string | undefined {
  if (!text || !/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(text)) return undefined;
  const at = Date.parse(`${text}Z`);
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text) ? text : undefined;
}

/** `lat/lon/zoom`, as maps write it. */
function cameraOf(text: string | null): Camera | undefined {
  const parts = text?.split('/') ?? [];
  if (parts.length !== 3 || !parts.every((part) => /^-?\d{1,3}(\.\d{1,6})?$/.test(part))) return undefined;
  const [lat = 0, lon = 0, zoom = 0] = parts.map(Number);
  return Math.abs(lat) <= 85 && Math.abs(lon) <= 180 && zoom >= 0 && zoom <= 22
    ? { lon, lat, zoom }
    : undefined;
}

const cameraText = ({ lat, lon, zoom }: Camera) =>
  [lat.toFixed(5), lon.toFixed(5), zoom.toFixed(2)].map(Number).join('/');

/** A view as the parameters of an address; what is as ever is left out. */
export function formatView(view: View): URLSearchParams {
  const { period } = view;
  const isUsual = 'hours' in period && 'hours' in defaultPeriod && period.hours === defaultPeriod.hours;
  const values: [string, string | number | undefined][] = [
    ['plan', view.plan],
    ...('hours' in period
      ? [['hours', isUsual ? undefined : period.hours] as [string, number | undefined]]
      : ([
          ['from', period.from],
          ['to', period.to],
        ] as [string, string][])),
    ['cell', view.cell],
    ['kind', view.kind],
    ['hide', view.hidden.join(',') || undefined],
    ['tracks', view.tracks],
    ['person', view.person],
    ['team', view.team],
    ['flagged', view.flagged ? 1 : undefined],
    ['track', view.track],
    ['live', view.live ? 1 : undefined],
    ['sweep', view.sweep ? 1 : undefined],
    ['dock', view.dock],
    ['compare', view.compare],
    ['play', view.play],
    ['map', view.camera && cameraText(view.camera)],
    ['proposal', view.proposal],
  ];
  const search = new URLSearchParams();
  for (const [name, value] of values) if (value !== undefined) search.set(name, String(value));
  return search;
}

/** Where it is asked who was inside an outline, beginning with the place, plan and time that a view shows. */
export function aroundAddress(view: View): string {
  const search = formatView({ ...parseView(new URLSearchParams()), ...pickPlace(view) });
  return `/around?${search}`;
}

/** The way back: the map at the same place and time. */
export const mapAddress = (view: View): string =>
  `/?${formatView({ ...parseView(new URLSearchParams()), ...pickPlace(view) })}`;

const pickPlace = ({ plan, period, camera }: View) => ({ plan, period, camera });

/** A view that was sent to somebody who may not see all of it: what they may not see is not asked for. */
export function permitted(view: View, { people, ways }: { people: boolean; ways: boolean }): View {
  const isOfPeople = view.dock === 'play' || view.dock === 'live';
  return {
    ...view,
    ...(!people && { tracks: undefined, person: undefined, team: undefined, track: undefined }),
    ...(!people && { flagged: false, live: false, dock: isOfPeople ? 'days' : view.dock }),
    ...(!ways && { sweep: false, proposal: undefined }),
  };
}

export type ChangeView = (change: Partial<View>) => void;

/** The view of the address, and how to change a part of it. */
export function useView(): [View, ChangeView] {
  const [search, setSearch] = useSearchParams();
  const parsed = useMemo(() => parseView(search), [search]);
  // Another camera is no reason to colour every cell again.
  const hiddenKey = parsed.hidden.join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the list's value
  const hidden = useMemo(() => parsed.hidden, [hiddenKey]);
  const view = useMemo(() => ({ ...parsed, hidden }), [parsed, hidden]);
  const change = useCallback(
    (part: Partial<View>) =>
      setSearch((previous) => formatView({ ...parseView(previous), ...part }), { replace: true }),
    [setSearch],
  );
  return [view, change];
}

import {
  infiniteQueryOptions,
  keepPreviousData,
  queryOptions,
  useInfiniteQuery,
  useQuery,
} from '@tanstack/react-query';
import { useMemo } from 'react';
import { api, type Judged } from '../api.ts';
import { deskApi } from '../api-desk.ts';
import { plansApi } from '../api-plans.ts';
import type { AreaFeature, Plan } from '../types.ts';

const refreshMillis = 120_000;
const pendingMillis = 5_000;
/** Some more than a screen shows. */
const gapsAtOnce = 30;
const mostTracks = 1000;

async function allAreas(): Promise<AreaFeature[]> {
  const features: AreaFeature[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.areas({ cursor, simplify: 5 });
    features.push(...page.features);
    cursor = page.next ?? undefined;
  } while (cursor);
  return features;
}

export const areasQuery = queryOptions({ queryKey: ['areas', 'all'], queryFn: allAreas, staleTime: 300_000 });

export const useAreas = () => useQuery(areasQuery);

export const plansQuery = queryOptions({ queryKey: ['plans'], queryFn: () => api.plans() });

export const usePlans = () => useQuery(plansQuery);

/** A published plan is in force from its start until its end, where it has one. */
export const isInForce = (plan: Plan, at = Date.now()) =>
  plan.status === 'published' &&
  plan.from !== null &&
  Date.parse(plan.from) <= at &&
  (plan.to === null || Date.parse(plan.to) > at);

/** The plan of the address; else the one in force with the most cells, else the newest draft. */
export function choosePlan(plans: Plan[], id: number | undefined): Plan | undefined {
  const asked = plans.find((plan) => plan.id === id);
  if (asked) return asked;
  const inForce = plans.filter((plan) => isInForce(plan)).sort((a, b) => b.cells - a.cells);
  return inForce[0] ?? plans.toSorted((a, b) => b.id - a.id)[0];
}

/** Which cells lie in which station or township. */
export const areaCellsQuery = (plan: Plan | undefined) =>
  queryOptions({
    queryKey: ['plans', 'area-cells', plan?.id, plan?.revision],
    queryFn: () => deskApi.areaCells(plan?.id ?? 0),
    staleTime: Number.POSITIVE_INFINITY,
  });

export const statesQuery = (judged: Judged) =>
  queryOptions({
    queryKey: ['coverage', 'states', judged],
    queryFn: () => api.states(judged),
    // How some rules stand may still be worked out.
    refetchInterval: ({ state }) => (state.data?.pending ? pendingMillis : false),
  });

export const useStates = (judged: Judged) =>
  useQuery({
    ...statesQuery(judged),
    placeholderData: keepPreviousData,
    enabled: judged.plan !== undefined,
  });

/** Of the period that is compared with; nothing where none is. */
export const useOtherStates = (judged: Judged | undefined) =>
  useQuery({
    ...statesQuery(judged ?? { from: '', to: '' }),
    placeholderData: keepPreviousData,
    enabled: judged?.plan !== undefined,
  });

/** What some cells of a plan are called; empty while that is not known. */
export function useCellNames(plan: Plan | undefined, cells: readonly number[]): ReadonlyMap<number, string> {
  const ids = cells.join(',');
  const { data } = useQuery({
    queryKey: ['plans', 'cell-names', plan?.id, plan?.revision, ids],
    queryFn: () => plansApi.cells(plan?.id ?? 0, { ids }),
    enabled: plan !== undefined && ids !== '',
    staleTime: Number.POSITIVE_INFINITY,
  });
  return useMemo(
    () => new Map(data?.features.map(({ id, properties: { name, code } }) => [id, name || code])),
    [data],
  );
}

/** What was counted of one cell, once it is open. */
export const useCellCoverage = (cell: number | undefined, judged: Judged) =>
  useQuery({
    queryKey: ['coverage', 'cell', cell, judged],
    queryFn: () => api.coverage({ ...judged, cell }),
    enabled: cell !== undefined && judged.plan !== undefined,
    placeholderData: (previous, query) => (query?.queryKey[2] === cell ? previous : undefined),
    // What was swept may still be worked out.
    refetchInterval: ({ state }) => (state.data?.cells[0]?.sweptShare === null ? pendingMillis : false),
  });

const gapsQuery = (plan: number | undefined, at: string, kind: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['gaps', plan, at, kind],
    queryFn: ({ pageParam }) =>
      api.gaps({ plan, at, kind, cursor: pageParam || undefined, limit: gapsAtOnce }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.pending ? pendingMillis : false),
  });

/** `isTurn` once the map has what colours it: both would be judged on the same processor. */
export const useGaps = (plan: number | undefined, at: string, kind: string | undefined, isTurn: boolean) =>
  useInfiniteQuery({
    ...gapsQuery(plan, at, kind),
    placeholderData: keepPreviousData,
    enabled: plan !== undefined && isTurn,
  });

export const useCell = (id: number | undefined, judged: Judged) =>
  useQuery({
    queryKey: ['cell', id, judged],
    queryFn: () => api.cell(id ?? 0, judged),
    enabled: id !== undefined && judged.plan !== undefined,
    placeholderData: (previous) => (previous?.cell.id === id ? previous : undefined),
  });

export type LinesAsked = {
  from: string;
  to: string;
  person: number | undefined;
  team: number | undefined;
  by: 'movement' | undefined;
};

export const useTrackLines = (shown: boolean, asked: LinesAsked) =>
  useQuery({
    queryKey: ['tracks', 'lines', asked],
    queryFn: () => api.trackLines({ ...asked, limit: mostTracks }),
    enabled: shown,
    staleTime: refreshMillis,
    placeholderData: keepPreviousData,
  });

/** One track with its gaps and flagged fixes. */
export const useTrack = (id: number | undefined) =>
  useQuery({
    queryKey: ['tracks', id],
    queryFn: () => api.track(id ?? 0),
    enabled: id !== undefined,
    staleTime: refreshMillis,
  });

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { officeApi } from '../../api-office.ts';
import { postingApi } from '../../api-posting.ts';
import { useAreas, usePlans } from '../../state/map-data.ts';
import type { AreaFeature, Plan } from '../../types.ts';
import type { PostingCell } from '../types.ts';

const cellsAtOnce = 10_000;

/** Queries whose answers change with assignments; `refreshMap` asks for the rest of the page. */
export const postingKeys = ['posting', 'assignments', 'people'];

async function allCells(plan: number, at: string | undefined): Promise<PostingCell[]> {
  const cells: PostingCell[] = [];
  let cursor: string | undefined;
  do {
    const page = await postingApi.cells({ plan, at, limit: cellsAtOnce, cursor });
    cells.push(...page.cells);
    cursor = page.next ?? undefined;
  } while (cursor);
  return cells;
}

export const isFuture = (plan: Plan) => plan.from !== null && Date.parse(plan.from) > Date.now();
export const isOver = (plan: Plan) => plan.to !== null && Date.parse(plan.to) <= Date.now();

/** The published plan of the address, else the one in force with the most cells. */
function choosePublished(plans: readonly Plan[], id: number | undefined): Plan | undefined {
  const published = plans.filter(({ from }) => from !== null);
  const asked = published.find((plan) => plan.id === id);
  const current = published
    .filter((plan) => !isFuture(plan) && !isOver(plan))
    .sort((a, b) => b.cells - a.cells);
  return asked ?? current[0] ?? published[0];
}

/** Everything that assigning needs of a plan: its cells as they are staffed now, or as it begins. */
export function usePostingData(planId: number | undefined) {
  const plans = usePlans();
  const areas = useAreas();
  const published = useMemo(
    () => (plans.data?.plans ?? []).filter(({ from }) => from !== null),
    [plans.data],
  );
  const plan = choosePublished(published, planId);
  const at = plan && isFuture(plan) && plan.from !== null ? plan.from : undefined;
  const cells = useQuery({
    queryKey: ['posting', 'cells', plan?.id, at],
    queryFn: () => allCells(plan?.id ?? 0, at),
    enabled: plan !== undefined,
    refetchInterval: 120_000,
  });
  const rehoming = useQuery({
    queryKey: ['posting', 'rehoming', plan?.id],
    queryFn: () => postingApi.rehoming(plan?.id ?? 0),
    enabled: plan !== undefined,
  });
  const byId = useMemo(
    () => new Map((cells.data ?? []).map((cell) => [cell.id, cell] as const)),
    [cells.data],
  );
  const areaById = useMemo(
    () => new Map((areas.data ?? []).map((area): [number, AreaFeature] => [area.id, area])),
    [areas.data],
  );
  return { plans, published, plan, cells, rehoming, byId, areas, areaById };
}

export type PostingData = ReturnType<typeof usePostingData>;

export const useTeams = () =>
  useQuery({
    queryKey: ['teams', 'options'],
    queryFn: () => officeApi.teams({ limit: 1000 }),
    staleTime: 300_000,
    placeholderData: keepPreviousData,
  });

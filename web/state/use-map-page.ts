import { useEffect, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { comparedPeriod } from '../desk/brush.ts';
import { type CellChange, changesOf } from '../desk/comparison.ts';
import type { CellsData } from '../map/layers/cells.ts';
import type { AreaFeature, CellStatus, GapList, Plan } from '../types.ts';
import {
  choosePlan,
  useAreas,
  useCell,
  useCellCoverage,
  useGaps,
  useOtherStates,
  usePlans,
  useStates,
  useTrack,
  useTrackLines,
} from './map-data.ts';
import { usePeriodBounds } from './period.ts';
import { byCell, type CellState, placesOf } from './places.ts';
import type { View } from './view.ts';

const noTotals: GapList['totals'] = {};
const noAreas: AreaFeature[] = [];

/** Everything the map page shows of a view, asked for and joined. */
export function useMapPage(view: View) {
  const plans = usePlans();
  const areas = useAreas();
  const plan = choosePlan(plans.data?.plans ?? [], view.plan);
  const bounds = usePeriodBounds(view.period);
  const judged = useMemo(() => ({ plan: plan?.id, ...bounds }), [plan?.id, bounds]);
  const coverage = useStates(judged);
  const isCurrent = coverage.isSuccess && !coverage.isPlaceholderData;
  const colours = plan && isCurrent ? `${plan.id} ${plan.revision} ${bounds.from} ${bounds.to}` : undefined;
  const turn = useTurn(colours, coverage.isError || plan?.cells === 0);
  const gaps = useGaps(plan?.id, bounds.to, view.kind, turn.isOthers);
  const detail = useCell(view.cell, judged);
  const { person, team } = view;
  const tracks = useTrackLines(view.tracks !== undefined, {
    ...bounds,
    person,
    team,
    by: view.tracks === 'movement' ? 'movement' : undefined,
  });
  const track = useTrack(view.track);
  const pages = gaps.data?.pages;
  const places = useMemo(() => pages && placesOf(pages.flatMap((page) => page.gaps)), [pages]);
  const states = coverage.data?.states;
  const rows = useMemo(() => byCell(states), [states]);
  const counted = useCellCoverage(view.cell, judged);
  const otherBounds = useMemo(
    () => (view.compare ? comparedPeriod(bounds, view.compare) : undefined),
    [bounds, view.compare],
  );
  const other = useOtherStates(otherBounds && { plan: plan?.id, ...otherBounds });
  const otherStates = view.compare ? other.data?.states : undefined;
  const before = useMemo(() => otherStates && byCell(otherStates), [otherStates]);
  const areaList = areas.data ?? noAreas;
  return {
    plans,
    areas,
    plan,
    bounds,
    coverage,
    /** Names what the cells are coloured by; undefined while that is not known. */
    colours,
    turn,
    gaps,
    detail,
    tracks,
    track,
    places,
    other,
    otherBounds,
    /** What became of each cell since the period that is compared with. */
    changes: useMemo(() => before && changesOf(before.values(), rows.values()), [before, rows]),
    totals: pages?.[0]?.totals ?? noTotals,
    rows,
    /** The same of the period that is compared with. */
    before,
    /** What was counted of the open cell. */
    counted: counted.data?.cells[0],
    areasById: useMemo(() => new Map(areaList.map((area) => [area.id, area])), [areaList]),
  };
}

export type MapPageData = ReturnType<typeof useMapPage>;

/** How many cells have each state. */
export function useStatusCounts(rows: ReadonlyMap<number, CellState>) {
  return useMemo(() => {
    const counts = new Map<CellStatus, number>();
    for (const { status } of rows.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
    return counts;
  }, [rows]);
}

const othersPatienceMillis = 2_500;
/** Whoever brushes on asks for the next colours meanwhile. */
const othersRestMillis = 300;

/**
 * Whose turn it is: what colours the map is asked for and drawn first, all else after it, for the server, the database and
 * the browser of a small station are one machine with few cores. Where no map says that it is coloured, others do not wait
 * long.
 */
function useTurn(colours: string | undefined, isOver: boolean) {
  const [drawn, setDrawn] = useState<string>();
  const [served, setServed] = useState<string>();
  const isDrawn = drawn === colours;
  useEffect(() => {
    if (colours === undefined) return;
    const timer = setTimeout(setServed, isDrawn ? othersRestMillis : othersPatienceMillis, colours);
    return () => clearTimeout(timer);
  }, [colours, isDrawn]);
  return { isOthers: isOver || (colours !== undefined && served === colours), drawn: setDrawn };
}

/** The cells as the map's layer takes them; `hidden` are the states that the legend has switched off. */
export function useCellsData(
  plan: Plan | undefined,
  rows: ReadonlyMap<number, CellState>,
  selected: number | undefined,
  hidden: readonly CellStatus[],
  changes: ReadonlyMap<number, CellChange> | undefined,
  { fromZoom, of }: Pick<CellsData, 'fromZoom' | 'of'>,
) {
  // Asked for before the cells are judged; the map's first frames wait for both, but not for long.
  const tiles = plan && plan.cells > 0 ? api.cellTiles(plan) : undefined;
  const bounds = plan?.bounds ?? null;
  const statuses = useMemo(() => new Map([...rows].map(([id, { status }]) => [id, status])), [rows]);
  return useMemo(
    (): CellsData => ({ tiles, bounds, statuses, changes, selected, hidden, fromZoom, of }),
    [tiles, bounds, statuses, changes, selected, hidden, fromZoom, of],
  );
}

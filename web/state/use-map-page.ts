import { useEffect, useMemo, useState } from 'react';
import { api } from '../api.ts';
import { comparedPeriod } from '../desk/brush.ts';
import { type CellChange, changesOf } from '../desk/comparison.ts';
import type { CellsData } from '../map/layers/cells.ts';
import type { AreaFeature, CellCoverage, CellStatus, GapList, Plan } from '../types.ts';
import {
  choosePlan,
  useAreas,
  useCell,
  useCoverage,
  useGaps,
  useOtherCoverage,
  usePlans,
  useTrack,
  useTrackLines,
} from './map-data.ts';
import { usePeriodBounds } from './period.ts';
import { byCell, placesOf } from './places.ts';
import type { View } from './view.ts';

const noTotals: GapList['totals'] = {};
const noRows: CellCoverage[] = [];
const noAreas: AreaFeature[] = [];

/** Everything the map page shows of a view, asked for and joined. */
export function useMapPage(view: View) {
  const plans = usePlans();
  const areas = useAreas();
  const plan = choosePlan(plans.data?.plans ?? [], view.plan);
  const bounds = usePeriodBounds(view.period);
  const judged = useMemo(() => ({ plan: plan?.id, ...bounds }), [plan?.id, bounds]);
  const coverage = useCoverage(judged);
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
  const rows = coverage.data?.cells ?? noRows;
  const otherBounds = useMemo(
    () => (view.compare ? comparedPeriod(bounds, view.compare) : undefined),
    [bounds, view.compare],
  );
  const other = useOtherCoverage(otherBounds && { plan: plan?.id, ...otherBounds });
  const before = view.compare ? other.data?.cells : undefined;
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
    changes: useMemo(() => before && changesOf(before, rows), [before, rows]),
    totals: pages?.[0]?.totals ?? noTotals,
    rows: useMemo(() => byCell(rows), [rows]),
    areasById: useMemo(() => new Map(areaList.map((area) => [area.id, area])), [areaList]),
  };
}

export type MapPageData = ReturnType<typeof useMapPage>;

/** How many cells have each state. */
export function useStatusCounts(rows: Map<number, CellCoverage>) {
  return useMemo(() => {
    const counts = new Map<CellStatus, number>();
    for (const { status } of rows.values()) counts.set(status, (counts.get(status) ?? 0) + 1);
    return counts;
  }, [rows]);
}

const othersPatienceMillis = 2_500;

/**
 * Whose turn it is: what colours the map is asked for and drawn first, all else after it, for the server, the database and
 * the browser of a small station are one machine with few cores. Where no map says that it is coloured, others do not wait
 * long.
 */
function useTurn(colours: string | undefined, isOver: boolean) {
  const [drawn, setDrawn] = useState<string>();
  useEffect(() => {
    if (colours === undefined) return;
    const timer = setTimeout(setDrawn, othersPatienceMillis, colours);
    return () => clearTimeout(timer);
  }, [colours]);
  return { isOthers: isOver || (colours !== undefined && drawn === colours), drawn: setDrawn };
}

const patienceMillis = 800;

function useElapsed(millis: number): boolean {
  const [elapsed, setElapsed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setElapsed(true), millis);
    return () => clearTimeout(timer);
  }, [millis]);
  return elapsed;
}

/** The cells as the map's layer takes them; `hidden` are the states that the legend has switched off. */
export function useCellsData(
  plan: Plan | undefined,
  judged: boolean,
  rows: Map<number, CellCoverage>,
  selected: number | undefined,
  hidden: readonly CellStatus[],
  changes: ReadonlyMap<number, CellChange> | undefined,
  { fromZoom, of }: Pick<CellsData, 'fromZoom' | 'of'>,
) {
  // Cells drawn before they are judged are drawn twice: worth it only where judging takes its time.
  const waited = useElapsed(patienceMillis);
  const tiles = plan && plan.cells > 0 && (judged || waited) ? api.cellTiles(plan) : undefined;
  const bounds = plan?.bounds ?? null;
  const statuses = useMemo(() => new Map([...rows].map(([id, { status }]) => [id, status])), [rows]);
  return useMemo(
    (): CellsData => ({ tiles, bounds, statuses, changes, selected, hidden, fromZoom, of }),
    [tiles, bounds, statuses, changes, selected, hidden, fromZoom, of],
  );
}

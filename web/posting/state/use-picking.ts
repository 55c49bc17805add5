import { useCallback, useMemo, useState } from 'react';
import { api } from '../../api.ts';
import type { LonLat } from '../../plan-editor/borders/position.ts';
import type { Tool } from '../map/pick-mode.ts';
import type { PostingCells } from '../map/posting-cells.ts';
import type { Target } from '../panels/list-tab.tsx';
import { type CellFilter, filterCells, isFiltering } from './cell-filter.ts';
import { cellsAround } from './lasso.ts';
import { choose, chooseOne, type How, keepKnown, type Selection } from './selection.ts';
import type { PostingData } from './use-posting-data.ts';

const none: Selection = new Set();

/** What is chosen on the map and in the list, and how the pointer chooses. */
export function usePicking({ plan, cells, byId, areaById }: PostingData, begin: readonly number[]) {
  const [asked, setSelected] = useState<Selection>(new Set(begin));
  const [filter, setFilter] = useState<CellFilter>({});
  const [tool, setTool] = useState<Tool>('click');
  const [how, setHow] = useState<How>('replace');
  const [target, setTarget] = useState<Target>({ isPicking: false, cell: undefined });
  const [proposed, setProposed] = useState<Selection>(none);
  const [drawings, setDrawings] = useState(0);
  const all = useMemo(() => cells.data ?? [], [cells.data]);
  // Another plan has other cells; before they are known, those of the address are kept.
  const selected = useMemo(() => (byId.size > 0 ? keepKnown(asked, byId) : asked), [asked, byId]);
  const isFiltered = isFiltering(filter);
  const matching = useMemo(
    () => (isFiltered ? filterCells(all, filter, areaById) : all),
    [all, filter, areaById, isFiltered],
  );
  const tiles = plan && plan.cells > 0 ? api.cellTiles(plan) : undefined;
  const bounds = plan?.bounds ?? null;
  const people = useMemo(() => new Map(all.map(({ id, people }) => [id, people])), [all]);
  const marked = useMemo(
    () => (target.cell === undefined ? proposed : new Set([...proposed, target.cell])),
    [proposed, target.cell],
  );
  const drawn = useMemo(
    (): PostingCells => ({
      tiles,
      bounds,
      people,
      selected,
      matching: isFiltered ? new Set(matching.map(({ id }) => id)) : undefined,
      proposed: marked,
    }),
    [tiles, bounds, people, selected, isFiltered, matching, marked],
  );
  const click = useCallback(
    (cell: number, isAdding: boolean) => {
      if (!byId.has(cell)) return;
      if (target.isPicking) setTarget({ isPicking: true, cell });
      else {
        setSelected(chooseOne(selected, cell, how, isAdding));
        setDrawings((before) => before + 1);
      }
    },
    [byId, target.isPicking, selected, how],
  );
  const around = useCallback(
    (line: readonly LonLat[], under: readonly number[], isAdding: boolean) => {
      const hits = cellsAround(matching, line, under);
      setSelected(choose(selected, hits, how === 'replace' && isAdding ? 'add' : how));
      setDrawings((before) => before + 1);
    },
    [matching, selected, how],
  );
  return {
    ...{ all, matching, selected, setSelected, filter, setFilter, tool, setTool, how, setHow },
    ...{ target, setTarget, proposed, setProposed, drawn, drawings, click, around },
  };
}

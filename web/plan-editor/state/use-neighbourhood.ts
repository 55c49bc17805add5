import { useQueryClient } from '@tanstack/react-query';
import { type Dispatch, useCallback, useEffect, useRef, useState } from 'react';
import { plansApi } from '../../api-plans.ts';
import { boundsOf } from '../../map/bounds.ts';
import type { Bounds, Plan } from '../../types.ts';
import type { LiveEdit } from '../../types-plans.ts';
import type { EditorAction, EditorState } from './editor-state.ts';
import { holdsBounds, mayBeNear, mostCells } from './nearness.ts';

/** Some more than is seen, so that a small step of the map asks nothing. */
function widened([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * 0.1, (north - south) * 0.1];
  return [west - x, south - y, east + x, north + y];
}

const queryOf = (bounds: Bounds) => ({ bbox: bounds.join(','), limit: mostCells + 1 });

/** The cells in view and somewhat around it, or in view alone; null where even these are too many. */
async function cellsAround(plan: number, bounds: Bounds) {
  for (const asked of [widened(bounds), bounds]) {
    const { features, next } = await plansApi.cells(plan, queryOf(asked));
    if (next === null && features.length <= mostCells) return { asked, cells: features };
  }
  return null;
}

/** Keeps the cells in view loaded; `reload` asks for them again, `refresh` for those alone that somebody has changed. */
export function useNeighbourhood(plan: Plan, state: EditorState, dispatch: Dispatch<EditorAction>) {
  const client = useQueryClient();
  const view = useRef<Bounds | undefined>(undefined);
  const held = useRef<Bounds | undefined>(undefined);
  const [area, setArea] = useState<Bounds | null>(null);
  const turn = useRef(0);
  const latest = useRef({ plan, state });
  latest.current = { plan, state };
  const [error, setError] = useState<unknown>(null);
  const { id } = plan;

  const load = useCallback(
    async (bounds: Bounds) => {
      turn.current += 1;
      const own = turn.current;
      // The revision first: cells that are newer than it are taken for older, which conflicts too often, never too late.
      const known = await plansApi.plan(id);
      client.setQueryData(['plans', id], known);
      const found = await cellsAround(id, bounds);
      if (own !== turn.current) return;
      if (!found) {
        held.current = undefined;
        dispatch({ type: 'too-far' });
        return;
      }
      const { asked, cells } = found;
      held.current = asked;
      setArea(asked);
      dispatch({ type: 'loaded', cells, revision: known.revision });
    },
    [id, client, dispatch],
  );
  const attempt = useCallback(
    (bounds: Bounds) => {
      setError(null);
      load(bounds).catch(setError);
    },
    [load],
  );
  const show = useCallback(
    (bounds: Bounds) => {
      view.current = bounds;
      if (held.current && holdsBounds(held.current, bounds) && widthOf(held.current) < 3 * widthOf(bounds))
        return;
      if (mayBeNear(latest.current.plan, bounds)) return attempt(bounds);
      held.current = undefined;
      dispatch({ type: 'too-far' });
    },
    [attempt, dispatch],
  );
  const reload = useCallback(() => {
    if (view.current && mayBeNear(latest.current.plan, view.current)) return attempt(view.current);
    // From afar the plan is drawn from its tiles, and they are found by its revision.
    plansApi
      .plan(id)
      .then((known) => client.setQueryData(['plans', id], known))
      .catch(setError);
  }, [id, client, attempt]);
  const refresh = useCallback(
    (edit: LiveEdit) => {
      const { state: now } = latest.current;
      const touched = edit.removed.concat(edit.changed).flatMap((cell) => now.cells.get(cell) ?? []);
      const bounds = boundsOf(touched.map(({ geometry }) => geometry));
      const { removed, revision } = edit;
      if (revision !== now.revision + 1) return reload();
      // Elsewhere in the plan; but land that was nobody's has no cell here to tell where it lies.
      if (!bounds && removed.length > 0)
        return dispatch({ type: 'refreshed', removed: [], cells: [], revision });
      if (!bounds) return reload();
      plansApi
        .cells(id, queryOf(bounds))
        .then(({ features }) => {
          const cells = features.filter((cell) => edit.changed.includes(cell.id));
          // What is missing has been changed once more, or lies out of view.
          if (cells.length < edit.changed.length) reload();
          else dispatch({ type: 'refreshed', removed, cells, revision });
        })
        .catch(setError);
    },
    [id, dispatch, reload],
  );
  useEffect(
    () => () => {
      turn.current += 1;
    },
    [],
  );
  return { show, reload, refresh, error, area };
}

const widthOf = ([west, , east]: Bounds) => east - west;

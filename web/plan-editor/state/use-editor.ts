import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useReducer } from 'react';
import { officeApi } from '../../api-office.ts';
import { plansApi } from '../../api-plans.ts';
import type { Plan } from '../../types.ts';
import type { Edit, LiveEdit } from '../../types-plans.ts';
import { type Borders, bordersOf } from '../borders/borders.ts';
import { geometriesOf } from './drawn-edit.ts';
import { initialEditor } from './editor-state.ts';
import { reduceEditor } from './reduce.ts';
import { shownCells } from './shown-cells.ts';
import { useLive } from './use-live.ts';
import { useNeighbourhood } from './use-neighbourhood.ts';
import { useOutbox } from './use-outbox.ts';

type Settings = { plan: Plan; user: string; onOther: (edit: LiveEdit) => void };

/** The editor of one plan: what it knows, what is seen of it, and how to do something to it. */
export function useEditor({ plan, user, onOther }: Settings) {
  const [state, dispatch] = useReducer(reduceEditor, plan.revision, initialEditor);
  const { show, reload, refresh, error, area } = useNeighbourhood(plan, state, dispatch);
  const running = useOutbox({ plan: plan.id, user, state, dispatch, reload });
  const { isHeard, ended } = useLive({ plan: plan.id, state, reload, refresh, onOther });
  useHistory(plan.id, dispatch);
  useFreshness(plan, state.revision, state.outbox.length === 0, reload);

  const { cells, outbox } = state;
  const shown = useMemo(() => shownCells({ cells, outbox }), [cells, outbox]);
  const borders = useMemo(() => bordersOf(shown.values()), [shown]);
  const edit = useCallback(
    (made: Edit, seen?: { revision: number; borders: Borders }) =>
      dispatch({
        type: 'queue',
        work: { type: 'edit', edit: made },
        drawn: geometriesOf(made, seen?.borders ?? borders),
        ...(seen && { revision: seen.revision }),
      }),
    [borders],
  );
  return {
    plan: plan.id,
    state,
    dispatch,
    shown,
    borders,
    edit,
    show,
    reload,
    running,
    isHeard,
    ended,
    error,
    area,
  };
}

export type PlanEditor = ReturnType<typeof useEditor>;

/** What can be undone is known from the first, also of what was done before this page was opened. */
function useHistory(plan: number, dispatch: PlanEditor['dispatch']): void {
  const history = useQuery({
    queryKey: ['plans', plan, 'history'],
    queryFn: () => plansApi.edits(plan, { limit: 1 }),
    staleTime: 0,
    gcTime: 0,
  });
  useEffect(() => {
    if (!history.data) return;
    const { edits, undoable, redoable } = history.data;
    dispatch({ type: 'history', newest: edits[0]?.id ?? 0, undoable, redoable });
  }, [history.data, dispatch]);
}

/** Dialogs change the plan as well; and lists elsewhere are to be asked again for what is changed here. */
function useFreshness(plan: Plan, revision: number, isIdle: boolean, reload: () => void): void {
  const client = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: each revision makes what was asked before old
  useEffect(() => {
    void client.invalidateQueries({ queryKey: ['plans', plan.id, 'problems'], refetchType: 'none' });
    void client.invalidateQueries({ queryKey: ['plans'], exact: true, refetchType: 'none' });
    void client.invalidateQueries({ queryKey: ['plans', 'page'], refetchType: 'none' });
  }, [client, plan.id, revision]);
  const isBehind = isIdle && plan.revision > revision;
  useEffect(() => {
    if (isBehind) reload();
  }, [isBehind, reload]);
}

/** The outline of what the plan has to fill, to the last vertex. */
export const useScope = (plan: Plan) =>
  useQuery({
    queryKey: ['areas', plan.scopeAreaId, 'exact'],
    queryFn: () => officeApi.area(plan.scopeAreaId ?? 0),
    enabled: plan.scopeAreaId !== null,
    staleTime: 300_000,
  });

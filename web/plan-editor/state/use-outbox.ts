import { type Dispatch, useEffect, useRef, useState } from 'react';
import type { RunningJob } from '../../actions/generate/job-progress.tsx';
import { JobStopped, runRepair } from '../../actions/generate/use-job.ts';
import { plansApi } from '../../api-plans.ts';
import { ApiError } from '../../http.ts';
import type { EditAnswer, EditList } from '../../types-plans.ts';
import type { EditorAction, EditorState, Outgoing } from './editor-state.ts';
import { currentRepair, ownRevision } from './own-revision.ts';
import { conflictsOf, placeOf } from './refusals.ts';
import { currentEdit } from './successors.ts';

const retryMillis = 3_000;

function send(
  plan: number,
  { renamed, own }: EditorState,
  { work, revision }: Outgoing,
  onJob: (running: RunningJob | null) => void,
): Promise<EditAnswer> {
  if (work.type === 'undo') return plansApi.undo(plan);
  if (work.type === 'redo') return plansApi.redo(plan);
  if (work.type === 'repair')
    return runRepair(plan, currentRepair(own, work.request), (id, job) =>
      onJob(job?.state === 'running' ? { id, job } : null),
    );
  return plansApi.edit(plan, {
    ...currentEdit(renamed, work.edit),
    revision: ownRevision(own, revision),
  });
}

/** Of an edit whose answer was lost: whether the server has made it all the same. */
const wasMade = ({ work, after = 0 }: Outgoing, user: string, { edits }: EditList) =>
  edits.some(
    ({ id, by, kind }) =>
      id > after && by === user && kind === (work.type === 'edit' ? work.edit.kind : work.type),
  );

/** No answer came, a gateway in between speaks for a server that cannot, or somebody has to sign in again. */
const lost = new Set([0, 401, 429, 502, 503, 504]);
const isLost = (error: unknown) => error instanceof ApiError && lost.has(error.status);

type Settings = {
  plan: number;
  /** The display name: edits are listed by it. */
  user: string;
  state: EditorState;
  dispatch: Dispatch<EditorAction>;
  /** Asks for the cells again. */
  reload: () => void;
};

/**
 * Sends what is in the outbox, one after the other. What the connection lost is asked for before it is sent again:
 * the server may have made it. Answers the long run that is waited for.
 */
export function useOutbox({ plan, user, state, dispatch, reload }: Settings): RunningJob | null {
  const isSending = useRef(false);
  const [turn, setTurn] = useState(0);
  const [running, setRunning] = useState<RunningJob | null>(null);
  const latest = useRef(state);
  latest.current = state;
  const first = state.outbox[0];
  const isFree = first !== undefined && !state.conflict;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each turn that ends begins the next
  useEffect(() => {
    if (!isFree || !first || isSending.current) return;
    const attempt = async () => {
      if (first.after !== undefined) {
        const history = await plansApi.edits(plan, { limit: 20 });
        // Of a step back nobody can tell whether it was made: what is seen next tells, and it is there to be repeated.
        const isStep = first.work.type === 'undo' || first.work.type === 'redo';
        if (isStep || wasMade(first, user, history)) {
          const { edits, undoable, redoable } = history;
          dispatch({ type: 'drop', ids: [first.id] });
          dispatch({ type: 'restored' });
          dispatch({ type: 'history', newest: edits[0]?.id ?? 0, undoable, redoable });
          return reload();
        }
      }
      dispatch({ type: 'sent', id: first.id });
      const answer = await send(plan, latest.current, first, setRunning);
      dispatch({ type: 'answered', id: first.id, answer });
    };
    const run = () => {
      isSending.current = true;
      attempt()
        .catch((error: unknown) => fail(error, first, dispatch, reload))
        .finally(() => {
          isSending.current = false;
          setRunning(null);
          setTurn((now) => now + 1);
        });
    };
    if (!state.isCut) return run();
    const timer = setInterval(() => !isSending.current && run(), retryMillis);
    return () => clearInterval(timer);
  }, [plan, user, isFree, first, state.isCut, turn, dispatch, reload]);
  return running;
}

function fail(
  error: unknown,
  { id, work }: Outgoing,
  dispatch: Dispatch<EditorAction>,
  reload: () => void,
): void {
  if (isLost(error)) {
    dispatch({ type: 'cut' });
    return;
  }
  if (error instanceof JobStopped) {
    dispatch({ type: 'drop', ids: [id] });
    return;
  }
  const message = error instanceof Error ? error.message : String(error);
  // What cannot be undone any more is said; there are no two versions to choose from.
  const others = work.type === 'edit' ? conflictsOf(error) : null;
  if (others) {
    dispatch({ type: 'conflicted', id, message, others });
    return;
  }
  dispatch({ type: 'refused', id, refusal: { message, place: placeOf(error) } });
  // A refusal may mean that what is shown is not what there is.
  if (error instanceof ApiError && (error.status === 404 || error.status === 409)) reload();
}

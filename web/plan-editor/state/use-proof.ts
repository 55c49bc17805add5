import { type Dispatch, type SetStateAction, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { RunningJob } from '../../actions/generate/job-progress.tsx';
import { JobStopped, runRepair } from '../../actions/generate/use-job.ts';
import { plansApi } from '../../api-plans.ts';
import type { Focus } from '../../map/focus.ts';
import type { EditAnswer, ProblemFeature, RepairRequest } from '../../types-plans.ts';
import { boundsOfAny } from '../borders/bounds-of-any.ts';
import type { Mark } from '../map/marks-layer.ts';
import { useWords } from '../words.ts';
import { currentRepair } from './own-revision.ts';
import type { PlanEditor } from './use-editor.ts';

type Preview = {
  request: RepairRequest;
  answer: EditAnswer | null;
  error: unknown;
  running: RunningJob | null;
};

/** The finding that is looked at, and what a repair of it would make. */
export function useProof({ plan, state, dispatch, running }: PlanEditor) {
  const words = useWords().proof;
  const [looked, setLooked] = useState<ProblemFeature | null>(null);
  /** The keys of the findings that are listed; null while no list is shown. */
  const [listed, list] = useState<ReadonlySet<string> | null>(null);
  const [turn, setTurn] = useState(0);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [seenAt, setSeenAt] = useState(state.revision);
  // What was looked at was of the plan as it was; the list tells whether it is there still.
  if (seenAt !== state.revision) {
    setSeenAt(state.revision);
    setPreview(null);
    if (!listed) setLooked(null);
  }
  const shown = looked && listed?.has(looked.properties.key) !== false ? looked : null;
  const show = useCallback((finding: ProblemFeature) => {
    setLooked(finding);
    setPreview(null);
    setTurn((now) => now + 1);
  }, []);
  const look = useCallback(
    (request: RepairRequest | null) =>
      setPreview(request && { request, answer: null, error: null, running: null }),
    [],
  );
  usePreviewing(plan, preview?.request, state.own, setPreview);
  const repair = useCallback(
    (request: RepairRequest) => dispatch({ type: 'queue', work: { type: 'repair', request } }),
    [dispatch],
  );
  const marks = useMemo((): Mark[] => {
    const made = preview?.answer?.changed ?? [];
    return [
      ...(shown ? [{ style: shown.properties.severity, geometry: shown.geometry } as const] : []),
      ...made.map(({ geometry }) => ({ style: 'preview', geometry }) as const),
    ];
  }, [shown, preview]);
  const focus = useMemo((): Focus | undefined => {
    const bounds = shown && boundsOfAny(shown.geometry);
    return bounds ? { bounds, key: `finding ${turn}` } : undefined;
  }, [shown, turn]);
  const text = (answer: EditAnswer | null) => {
    if (!answer) return '';
    const { removed, changed, cured, caused } = answer;
    if (removed.length + changed.length + cured.length === 0) return words.noChange;
    const sentence = words.previewed(removed.length, changed.length, cured.length);
    return caused.length > 0 ? `${sentence}, ${words.remaining(caused.length)}` : sentence;
  };
  const previewed = preview && {
    request: preview.request,
    text: text(preview.answer),
    isPending: !preview.answer && !preview.error,
    running: preview.running,
    error: preview.error,
  };
  const applying = state.outbox.flatMap(({ work }) => (work.type === 'repair' ? [work.request] : []));
  return { marks, focus, calls: { shown, show, list, repair, applying, running, preview: look, previewed } };
}

/** Asks what a repair would make; a run that nobody wants to know of any more is ended. */
function usePreviewing(
  plan: number,
  request: RepairRequest | undefined,
  own: ReadonlySet<number>,
  setPreview: Dispatch<SetStateAction<Preview | null>>,
): void {
  const latest = useRef(own);
  latest.current = own;
  useEffect(() => {
    if (!request) return;
    let job: number | undefined;
    let isWanted = true;
    const settle = (part: Partial<Preview>) =>
      setPreview((now) => (now?.request === request ? { ...now, ...part } : now));
    // Where the server does not hear of it, the run ends by itself and keeps nothing.
    const end = (id: number) => void plansApi.cancelJob(id).catch(() => undefined);
    runRepair(plan, { ...currentRepair(latest.current, request), preview: true }, (id, now) => {
      if (!isWanted) end(id);
      job = !now || now.state === 'running' ? id : undefined;
      settle({ running: now?.state === 'running' ? { id, job: now } : null });
    })
      .then((answer) => settle({ answer, running: null }))
      .catch((error: unknown) => {
        if (!(error instanceof JobStopped)) settle({ error, running: null });
        else setPreview((now) => (now?.request === request ? null : now));
      });
    return () => {
      isWanted = false;
      if (job !== undefined) end(job);
    };
  }, [plan, request, setPreview]);
}

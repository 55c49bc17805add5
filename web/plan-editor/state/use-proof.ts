import { useCallback, useMemo, useState } from 'react';
import { plansApi } from '../../api-plans.ts';
import type { Focus } from '../../map/focus.ts';
import type { EditAnswer, ProblemFeature, RepairRequest } from '../../types-plans.ts';
import { boundsOfAny } from '../borders/bounds-of-any.ts';
import type { Mark } from '../map/marks-layer.ts';
import { useWords } from '../words.ts';
import type { PlanEditor } from './use-editor.ts';

type Preview = { request: RepairRequest; answer: EditAnswer | null; error: unknown };

/** The finding that is looked at, and what a repair of it would make. */
export function useProof({ plan, state, dispatch }: PlanEditor) {
  const words = useWords().proof;
  const [shown, setShown] = useState<ProblemFeature | null>(null);
  const [turn, setTurn] = useState(0);
  const [preview, setPreview] = useState<Preview | null>(null);
  const [seenAt, setSeenAt] = useState(state.revision);
  // What was looked at was of the plan as it was.
  if (seenAt !== state.revision) {
    setSeenAt(state.revision);
    setPreview(null);
    setShown(null);
  }
  const show = useCallback((finding: ProblemFeature) => {
    setShown(finding);
    setPreview(null);
    setTurn((now) => now + 1);
  }, []);
  const look = useCallback(
    (request: RepairRequest | null) => {
      setPreview(request && { request, answer: null, error: null });
      if (!request) return;
      const settle = (part: Partial<Preview>) =>
        setPreview((now) => (now?.request === request ? { ...now, ...part } : now));
      plansApi
        .repair(plan, { ...request, preview: true })
        .then((answer) => settle({ answer }))
        .catch((error: unknown) => settle({ error }));
    },
    [plan],
  );
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
    error: preview.error,
  };
  const applying = state.outbox.flatMap(({ work }) => (work.type === 'repair' ? [work.request] : []));
  return { marks, focus, calls: { shown, show, repair, applying, preview: look, previewed } };
}

import { useEffect, useRef, useState } from 'react';
import { listenToPlan } from '../../api-plans.ts';
import type { LiveEdit, LiveEnd } from '../../types-plans.ts';
import type { EditorState } from './editor-state.ts';

type Settings = {
  plan: number;
  state: EditorState;
  /** Asks for the cells in view again. */
  reload: () => void;
  /** Asks for what has become of some cells alone. */
  refresh: (edit: LiveEdit) => void;
  /** Somebody else has changed the plan. */
  onOther: (edit: LiveEdit) => void;
};

/** Follows what others do to the plan; `isHeard` is false while the server cannot be heard. */
export function useLive({ plan, state, refresh, reload, onOther }: Settings): {
  isHeard: boolean;
  ended: LiveEnd | null;
} {
  const [isHeard, setHeard] = useState(true);
  const [ended, setEnded] = useState<LiveEnd | null>(null);
  const [ahead, setAhead] = useState(0);
  const now = useRef({ state, refresh, reload, onOther });
  now.current = { state, refresh, reload, onOther };
  useEffect(() => {
    let wasCut = false;
    return listenToPlan(plan, {
      ended: setEnded,
      heard: (heard) => {
        setHeard(heard);
        if (heard && wasCut) now.current.reload();
        wasCut = !heard;
      },
      edit: (edit) => {
        const { state: current, refresh: ask } = now.current;
        if (!edit.edit.own) now.current.onOther(edit);
        if (edit.revision <= current.revision) return;
        // One's own is answered by itself, or was made in another window.
        if (edit.edit.own) setAhead(edit.revision);
        else ask(edit);
      },
    });
  }, [plan]);
  // Others' edits lie between what is seen and one's own last one.
  const isBehind = Math.max(ahead, ...state.own) > state.revision && state.outbox.length === 0;
  useEffect(() => {
    if (isBehind) now.current.reload();
  }, [isBehind]);
  return { isHeard, ended };
}

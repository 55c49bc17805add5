import type { PlanEditor } from './use-editor.ts';

export type Commands = {
  merge: () => void;
  remove: () => void;
  undo: () => void;
  redo: () => void;
};

/** What buttons and keys do alike; each does nothing where there is nothing to do it to. */
export function useCommands({ state, dispatch, edit }: PlanEditor, askRemoval: () => void): Commands {
  const { selected, vertex, undoable, redoable, outbox } = state;
  return {
    merge: () => {
      const [keep] = selected;
      if (keep !== undefined && selected.length > 1) edit({ kind: 'merge', cells: [...selected], keep });
    },
    remove: () => {
      if (vertex) edit({ kind: 'reshape', moves: [], inserts: [], removes: [vertex] });
      else if (selected.length > 0) askRemoval();
    },
    undo: () => {
      if (undoable || outbox.length > 0) dispatch({ type: 'queue', work: { type: 'undo' } });
    },
    redo: () => {
      if (redoable) dispatch({ type: 'queue', work: { type: 'redo' } });
    },
  };
}

import { notifications } from '@mantine/notifications';
import { useCallback, useEffect, useRef, useState } from 'react';
import classes from '../shell/map-page.module.css';
import type { Plan } from '../types.ts';
import type { LiveEdit } from '../types-plans.ts';
import type { DrawMode } from './map/draw-mode.ts';
import { EditorSide } from './panels/editor-side.tsx';
import { EditorToolbar } from './panels/editor-toolbar.tsx';
import { RemoveDialog } from './panels/remove-dialog.tsx';
import { Stage } from './panels/stage.tsx';
import type { Tool } from './state/tool.ts';
import { useCommands } from './state/use-commands.ts';
import { useEditor } from './state/use-editor.ts';
import { useKeys } from './state/use-keys.ts';
import { useProof } from './state/use-proof.ts';
import { useWords } from './words.ts';

/** Says who has just changed what. */
function useTold() {
  const { live } = useWords();
  return useCallback(
    ({ edit }: LiveEdit) => {
      const kind = edit.undone ? 'undo' : edit.kind;
      const message = live.did(edit.by ?? live.somebody, live.kinds[kind] ?? live.changed);
      notifications.show({ message, autoClose: 4000 });
    },
    [live],
  );
}

/** Leaving with something unsaved asks first. */
function useLeaving(isUnsaved: boolean) {
  useEffect(() => {
    if (!isUnsaved) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', ask);
    return () => removeEventListener('beforeunload', ask);
  }, [isUnsaved]);
}

/** The tools, the map and the panels of one plan. */
export function Workbench({ plan, user }: { plan: Plan; user: string }) {
  const words = useWords();
  const editor = useEditor({ plan, user, onOther: useTold() });
  const [tool, setTool] = useState<Tool>('select');
  const [snaps, setSnaps] = useState(true);
  const [lines, setLines] = useState<number[]>([]);
  const [removes, setRemoves] = useState(false);
  const drawing = useRef<DrawMode | null>(null);
  const proof = useProof(editor);
  const commands = useCommands(editor, () => setRemoves(true));
  useKeys({ editor, commands, drawing, tool, setTool, toggleSnaps: () => setSnaps((now) => !now) });
  useLeaving(editor.state.outbox.length > 0);
  return (
    <div className={classes['page']}>
      <h1 className={classes['hidden']}>{words.title(plan.name)}</h1>
      <EditorToolbar
        plan={plan}
        editor={editor}
        tool={tool}
        onTool={setTool}
        snaps={snaps}
        onSnaps={setSnaps}
        commands={commands}
        lines={lines}
        onLines={setLines}
      />
      <div className={classes['body']}>
        <EditorSide editor={editor} proof={proof.calls} />
        <Stage
          plan={plan}
          editor={editor}
          tool={tool}
          snaps={snaps}
          lines={lines}
          onTool={setTool}
          drawing={drawing}
          marks={proof.marks}
          focus={proof.focus}
        />
      </div>
      {removes && editor.state.selected.length > 0 && (
        <RemoveDialog editor={editor} close={() => setRemoves(false)} />
      )}
    </div>
  );
}

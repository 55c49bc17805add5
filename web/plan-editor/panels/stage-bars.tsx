import { Button, CloseButton } from '@mantine/core';
import type { RefObject } from 'react';
import type { DrawMode } from '../map/draw-mode.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import type { VertexKeys } from '../state/use-vertex-keys.ts';
import { useWords } from '../words.ts';
import classes from './stage.module.css';

export type Drawing = { points: number; isFinishable: boolean };

/** What the keyboard does while drawing, as buttons for a finger. */
export function SketchBar({ drawing, mode }: { drawing: Drawing; mode: RefObject<DrawMode | null> }) {
  const words = useWords();
  if (drawing.points === 0) return null;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={words.toolbar}>
      <span role="status">{words.sketch.points(drawing.points)}</span>
      <Button size="compact-sm" variant="default" onClick={() => mode.current?.back()}>
        {words.sketch.takeBack}
      </Button>
      <Button size="compact-sm" variant="default" onClick={() => mode.current?.cancel()}>
        {words.sketch.cancel}
      </Button>
      <Button size="compact-sm" disabled={!drawing.isFinishable} onClick={() => mode.current?.finish()}>
        {words.sketch.finish}
      </Button>
    </div>
  );
}

/** Whole metres, or decimetres where the step is shorter. */
const metres = (value: number) => String(Math.round(value * 10) / 10);

/** What can be done with the vertex that was clicked or pressed long. */
export function VertexBar({
  editor: { state, dispatch, edit },
  keys,
}: {
  editor: PlanEditor;
  keys: VertexKeys;
}) {
  const words = useWords();
  const { vertex } = state;
  if (!vertex) return null;
  return (
    <div className={classes['bar']} role="toolbar" aria-label={words.vertex.selected}>
      <span role="status">
        {keys.moved
          ? words.vertex.moved(metres(keys.moved.east), metres(keys.moved.north))
          : words.vertex.selected}
        <span className={classes['keys']}>{words.vertex.keys(String(keys.step))}</span>
      </span>
      <Button
        size="compact-sm"
        color="red"
        variant="light"
        onClick={() => edit({ kind: 'reshape', moves: [], inserts: [], removes: [vertex] })}
      >
        {words.vertex.remove}
      </Button>
      <CloseButton
        size="sm"
        aria-label={words.vertex.deselect}
        onClick={() => dispatch({ type: 'select-vertex', at: null })}
      />
    </div>
  );
}

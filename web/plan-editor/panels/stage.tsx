import type { RefObject } from 'react';
import { lazy, Suspense, useMemo, useRef, useState } from 'react';
import { api } from '../../api.ts';
import type { Focus } from '../../map/focus.ts';
import { CrashBoundary } from '../../shell/crash-boundary.tsx';
import { useAreas } from '../../state/map-data.ts';
import type { AreaFeature, Bounds, Plan } from '../../types.ts';
import { type CellPair, commonBorder } from '../borders/border-at.ts';
import type { DrawMode } from '../map/draw-mode.ts';
import type { Mark } from '../map/marks-layer.ts';
import type { ReferenceLines } from '../map/reference-layer.ts';
import { drawnEdit } from '../state/drawn-edit.ts';
import { editContext, offeredHandles, snapLinesOf } from '../state/edit-context.ts';
import type { Tool } from '../state/tool.ts';
import { type PlanEditor, useScope } from '../state/use-editor.ts';
import { useReferenceLines } from '../state/use-reference-lines.ts';
import { useVertexKeys } from '../state/use-vertex-keys.ts';
import { useWords } from '../words.ts';
import { ConflictCard } from './conflict-card.tsx';
import { Notices } from './notices.tsx';
import classes from './stage.module.css';
import { type Drawing, SketchBar, VertexBar } from './stage-bars.tsx';

// The map is the heaviest part by far; it loads beside the data instead of after it.
const editorMap = import('../map/editor-map.tsx');
const EditorMap = lazy(() => editorMap);

type Props = {
  plan: Plan;
  editor: PlanEditor;
  tool: Tool;
  snaps: boolean;
  /** Layers of lines to follow. */
  lines: readonly number[];
  onTool: (tool: Tool) => void;
  drawing: RefObject<DrawMode | null>;
  marks: readonly Mark[];
  focus: Focus | undefined;
};

const nobody: ReadonlySet<number> = new Set();
const nothingDrawn: Drawing = { points: 0, isFinishable: false };

/** The map with what has to be said over it. */
export function Stage({ plan, editor, tool, snaps, lines, onTool, drawing, marks, focus }: Props) {
  const words = useWords();
  const areas = useAreas();
  const [moving, setMoving] = useState(nobody);
  const [sketch, setSketch] = useState(nothingDrawn);
  const { state, dispatch, shown, borders, edit } = editor;
  const { selected, vertex, revision } = state;
  const reference = useReferenceLines(lines, editor.area);
  const { context, handles } = useContext({ plan, editor, snaps, reference });
  const complain = (message: string, place: [number, number] | null = null) =>
    dispatch({
      type: 'complain',
      refusal: { message, place: place && { type: 'Point', coordinates: place } },
    });
  const view = useRef<Bounds | null>(null);
  const crosses = (place: [number, number]) => complain(words.refused['outlines-cross'], place);
  const keys = useVertexKeys({ editor, context, tool, view, crosses });
  const calls = {
    context: () => context,
    select: (cell: number | undefined, isAdding: boolean) =>
      dispatch({ type: 'select', cells: toggled(selected, cell, isAdding) }),
    add: (cells: number[]) =>
      dispatch({
        type: 'select',
        cells: cells.length === 1 ? toggled(selected, cells[0], true) : [...new Set([...selected, ...cells])],
      }),
    selectVertex: (at: [number, number] | null) => dispatch({ type: 'select-vertex', at }),
    moving: setMoving,
    reshape: (change: Parameters<typeof context.crossing>[0], seen: typeof context) =>
      edit({ kind: 'reshape', ...change }, seen),
    crosses,
    changed: (points: number, isFinishable: boolean) => setSketch({ points, isFinishable }),
    drawn: (drawnWith: Tool, geometry: Parameters<typeof drawnEdit>[1]) => {
      const made = drawnEdit(drawnWith, geometry, selected, borders);
      if ('refused' in made) complain(words.refused[made.refused]);
      else edit(made);
    },
    refused: (reason: 'too-few-points' | 'crosses-itself') => complain(words.refused[reason]),
    lock: (cells: CellPair) => dispatch({ type: 'toggle-lock', cells }),
    leave: () => onTool('select'),
    view: (bounds: Bounds) => {
      view.current = bounds;
      editor.show(bounds);
    },
  };
  const isFar = state.nearness !== 'near';
  const edited = useMemo(
    () => ({ cells: shown, borders, selected, moving }),
    [shown, borders, selected, moving],
  );
  const tiles = useMemo(
    () => ({
      tiles:
        isFar && plan.cells > 0
          ? api.cellTiles({ ...plan, revision: Math.max(plan.revision, revision) })
          : undefined,
      bounds: plan.bounds,
    }),
    [isFar, plan, revision],
  );
  const unnamed = useMemo(() => areas.data?.map(withoutName), [areas.data]);
  const start = useMemo(
    () => (plan.bounds ? { bounds: plan.bounds, key: 'plan' } : undefined),
    [plan.bounds],
  );
  const shownHandles = useMemo(
    () => ({ handles: tool === 'select' && moving.size === 0 ? handles : [], selected: vertex }),
    [handles, vertex, tool, moving],
  );
  const allMarks = useAllMarks(editor, marks, keys.marks);
  return (
    <section className={classes['stage']} aria-label={words.title(plan.name)}>
      <CrashBoundary>
        <Suspense fallback={null}>
          <EditorMap
            areas={isFar ? areas.data : unnamed}
            tiles={tiles}
            edited={edited}
            handles={shownHandles}
            marks={allMarks}
            lines={reference}
            tool={tool}
            focus={focus ?? start}
            calls={calls}
            drawing={drawing}
          />
        </Suspense>
      </CrashBoundary>
      <Notices editor={editor} />
      {state.conflict && <ConflictCard editor={editor} conflict={state.conflict} />}
      <SketchBar drawing={sketch} mode={drawing} />
      <VertexBar editor={editor} keys={keys} />
    </section>
  );
}

/** The names of areas would cover those of the cells in them. */
const withoutName = (area: AreaFeature): AreaFeature => ({
  ...area,
  properties: { ...area.properties, name: '' },
});

function toggled(selected: readonly number[], cell: number | undefined, isAdding: boolean): number[] {
  if (cell === undefined) return isAdding ? [...selected] : [];
  if (!isAdding) return [cell];
  return selected.includes(cell) ? selected.filter((one) => one !== cell) : [...selected, cell];
}

type Ground = { plan: Plan; editor: PlanEditor; snaps: boolean; reference: ReferenceLines };

/** What the modes work with, and the handles among it. */
function useContext({ plan, editor, snaps, reference }: Ground) {
  const { borders, state } = editor;
  const { selected, revision } = state;
  const scope = useScope(plan);
  const fixed = useMemo(
    () => [
      ...(scope.data ? snapLinesOf(scope.data.geometry, 'scope') : []),
      ...(reference?.features.flatMap(({ geometry }) => snapLinesOf(geometry, 'line')) ?? []),
    ],
    [scope.data, reference],
  );
  const handles = useMemo(() => offeredHandles(borders, selected), [borders, selected]);
  const context = useMemo(
    () => editContext({ borders, handles, revision, fixed, snaps }),
    [borders, handles, revision, fixed, snaps],
  );
  return { context, handles };
}

/** Findings, the place of a refusal, and both versions of what two people have changed. */
function useAllMarks(
  { borders, state: { refusal, conflict, caused, locks } }: PlanEditor,
  marks: readonly Mark[],
  moved: readonly Mark[],
): readonly Mark[] {
  return useMemo(
    () => [
      ...locks.map(({ cells }) => ({ style: 'locked', geometry: commonBorder(borders, cells) }) as const),
      ...caused.map(({ geometry, properties }) => ({ style: properties.severity, geometry })),
      ...marks,
      ...moved,
      ...(refusal?.place ? [{ style: 'place', geometry: refusal.place } as const] : []),
      ...(conflict?.others.flatMap(({ cells }) =>
        cells.map(({ geometry }) => ({ style: 'theirs', geometry }) as const),
      ) ?? []),
      ...(conflict?.outgoing.drawn.map((geometry) => ({ style: 'mine', geometry }) as const) ?? []),
    ],
    [marks, moved, refusal, conflict, caused, locks, borders],
  );
}

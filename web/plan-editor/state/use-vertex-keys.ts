import { type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import type { Bounds } from '../../types.ts';
import { draggedTo } from '../borders/handles.ts';
import { nextVertex, nudged, offsetMetres, verticesOf } from '../borders/nudge.ts';
import type { LonLat } from '../borders/position.ts';
import { reshapedOutlines } from '../borders/reshape.ts';
import type { EditContext } from '../map/context.ts';
import type { Mark } from '../map/marks-layer.ts';
import type { Tool } from './tool.ts';
import type { PlanEditor } from './use-editor.ts';

/** Metres that an arrow key moves a vertex; with Shift ten times as many. */
const stepsMetres: readonly number[] = [0.1, 1, 10, 100];
const shiftFactor = 10;

const directions: Record<string, readonly [east: number, north: number]> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

type Settings = {
  editor: PlanEditor;
  context: EditContext;
  tool: Tool;
  view: RefObject<Bounds | null>;
  crosses: (place: LonLat) => void;
};

/** Fields, buttons and dialogs have keys of their own. */
const isElsewhere = (target: EventTarget | null) =>
  target instanceof HTMLElement && target !== document.body && !target.closest('[data-editor-map]');

/**
 * Vertices by the keyboard alone: J takes hold of the one nearest to the middle of the map, Tab goes on along the
 * border, arrows move it, Enter makes the move, Escape puts it back.
 */
export function useVertexKeys(settings: Settings) {
  const { editor, context } = settings;
  const { vertex } = editor.state;
  const [target, setTarget] = useState<LonLat | null>(null);
  const [step, setStep] = useState<number>(1);
  const [ofVertex, setOfVertex] = useState(vertex);
  // Another vertex, or none: what was under way is not of it.
  if (ofVertex !== vertex) {
    setOfVertex(vertex);
    setTarget(null);
  }
  const latest = useRef({ ...settings, target, setTarget, step, setStep });
  latest.current = { ...settings, target, setTarget, step, setStep };
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
      if (!isPlain || isElsewhere(event.target) || !onVertexKey(event, latest.current)) return;
      event.preventDefault();
      // The map would move, and the page step back.
      event.stopPropagation();
    };
    addEventListener('keydown', onKey, { capture: true });
    return () => removeEventListener('keydown', onKey, { capture: true });
  }, []);
  const marks = useMemo((): Mark[] => {
    if (!vertex || !target) return [];
    const change = draggedTo({ kind: 'vertex', at: vertex }, target);
    return [
      ...[...reshapedOutlines(context.borders, change).values()].map(
        (coordinates) => ({ style: 'mine', geometry: { type: 'MultiPolygon', coordinates } }) as const,
      ),
      { style: 'preview', geometry: { type: 'Point', coordinates: target } },
    ];
  }, [vertex, target, context.borders]);
  return { marks, step, setStep, moved: vertex && target && offsetMetres(vertex, target) };
}

export type VertexKeys = ReturnType<typeof useVertexKeys>;

type Latest = Settings & {
  target: LonLat | null;
  setTarget: (at: LonLat | null) => void;
  step: number;
  setStep: (metres: number) => void;
};

/** True where the key was meant for a vertex. */
function onVertexKey(event: KeyboardEvent, now: Latest): boolean {
  const { editor, tool, target, setTarget, step, setStep } = now;
  const { vertex, nearness } = editor.state;
  if (tool !== 'select' || nearness !== 'near') return false;
  if (event.key.toLowerCase() === 'j') return goOn(now, 1);
  if (!vertex) return false;
  const direction = directions[event.key];
  if (direction) {
    const metres = step * (event.shiftKey ? shiftFactor : 1);
    setTarget(nudged(target ?? vertex, direction[0] * metres, direction[1] * metres));
    return true;
  }
  switch (event.key) {
    case 'Tab':
      return goOn(now, event.shiftKey ? -1 : 1);
    case 'PageUp':
    case 'PageDown':
      setStep(otherStep(step, event.key === 'PageUp' ? 1 : -1));
      return true;
    case 'Enter':
      if (target) commit(now, vertex, target);
      return target !== null;
    case 'Escape':
      setTarget(null);
      return target !== null;
    default:
      return false;
  }
}

function otherStep(metres: number, by: 1 | -1): number {
  const place = stepsMetres.indexOf(metres) + by;
  return stepsMetres[Math.min(stepsMetres.length - 1, Math.max(0, place))] ?? 1;
}

function goOn({ editor, context, view }: Latest, by: 1 | -1): boolean {
  const [west, south, east, north] = view.current ?? [0, 0, 0, 0];
  const middle: LonLat = [(west + east) / 2, (south + north) / 2];
  const at = nextVertex(verticesOf(context.handles), editor.state.vertex, by, middle);
  if (at) editor.dispatch({ type: 'select-vertex', at });
  return at !== undefined;
}

function commit({ editor, context, crosses, setTarget }: Latest, vertex: LonLat, target: LonLat): void {
  const change = draggedTo({ kind: 'vertex', at: vertex }, target);
  const crossing = context.crossing(change);
  setTarget(null);
  if (crossing) {
    crosses(crossing);
    return;
  }
  editor.edit({ kind: 'reshape', ...change }, context);
  // It stays in hand where it is now.
  editor.dispatch({ type: 'select-vertex', at: target });
}

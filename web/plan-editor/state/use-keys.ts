import { type RefObject, useEffect, useRef } from 'react';
import type { DrawMode } from '../map/draw-mode.ts';
import { type Tool, toolOfKey } from './tool.ts';
import type { Commands } from './use-commands.ts';
import type { PlanEditor } from './use-editor.ts';

type Settings = {
  editor: PlanEditor;
  commands: Commands;
  drawing: RefObject<DrawMode | null>;
  tool: Tool;
  setTool: (tool: Tool) => void;
  toggleSnaps: () => void;
};

/** Fields, buttons and dialogs have keys of their own. */
const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, [contenteditable], [role=dialog], [role=combobox]') !== null;

const isPressing = (target: EventTarget | null) =>
  target instanceof HTMLElement && target.closest('button, a, summary') !== null;

/** The keyboard of the editor. */
export function useKeys(settings: Settings): void {
  const latest = useRef(settings);
  latest.current = settings;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isTyping(event.target) || event.altKey) return;
      const done =
        event.ctrlKey || event.metaKey ? onCommand(event, latest.current) : onKeyAlone(event, latest.current);
      if (done) event.preventDefault();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function onCommand(event: KeyboardEvent, { commands }: Settings): boolean {
  const key = event.key.toLowerCase();
  if (key !== 'z' && key !== 'y') return false;
  if (key === 'y' || event.shiftKey) commands.redo();
  else commands.undo();
  return true;
}

function onKeyAlone(event: KeyboardEvent, settings: Settings): boolean {
  const { drawing, editor, commands, setTool, toggleSnaps } = settings;
  const key = event.key.toLowerCase();
  if (drawing.current && onDrawingKey(event, drawing.current)) return true;
  if (key === 'escape') return stepBack(settings);
  if (key === 'delete' || key === 'backspace') {
    commands.remove();
    return true;
  }
  if (key === 'm') {
    commands.merge();
    return true;
  }
  if (key === 'n') {
    toggleSnaps();
    return true;
  }
  const tool = toolOfKey(key);
  if (!tool || (editor.state.nearness !== 'near' && tool !== 'select')) return false;
  setTool(tool);
  return true;
}

function onDrawingKey(event: KeyboardEvent, mode: DrawMode): boolean {
  if (event.key === 'Escape') mode.cancel();
  else if (event.key === 'Backspace') mode.back();
  else if (event.key === 'Enter' && !isPressing(event.target)) mode.finish();
  else if (event.key === ' ' && !isPressing(event.target)) mode.setAtCentre();
  else return false;
  return true;
}

/** From the innermost outwards: a notice, a vertex, the selection. */
function stepBack({ editor: { state, dispatch }, tool, setTool }: Settings): boolean {
  if (state.refusal) dispatch({ type: 'dismiss' });
  else if (state.vertex) dispatch({ type: 'select-vertex', at: null });
  else if (tool !== 'select') setTool('select');
  else if (state.selected.length > 0) dispatch({ type: 'select', cells: [] });
  else return false;
  return true;
}

import type {
  MapLayerMouseEvent,
  Map as MapLibre,
  MapMouseEvent,
  MapTouchEvent,
  PointLike,
} from 'maplibre-gl';
import type { Hovered, Mode } from '../../map/modes/select.ts';
import type { LonLat } from '../../plan-editor/borders/position.ts';
import { dragBox } from '../../plan-editor/map/box-mode.ts';
import type { Overlay } from '../../plan-editor/map/overlay.ts';
import { followDrag, isEcho, type Pressed, pressedAt } from '../../plan-editor/map/pointer.ts';

export const tools = ['click', 'box', 'lasso'] as const;
export type Tool = (typeof tools)[number];

export type PickCallbacks = {
  /** One cell was clicked; `isAdding` with a key held, or under a finger, which has no keys. */
  click: (cell: number, isAdding: boolean) => void;
  /** Something was drawn around; `under` are the cells that the line itself lies over. */
  drawn: (line: readonly LonLat[], under: readonly number[], isAdding: boolean) => void;
  hover: (hovered: Hovered | undefined) => void;
};

/** So many points of a line are asked what lies under them. */
const mostAsked = 60;

/**
 * Cells are clicked, boxed or drawn around. With the arrow, Shift and a drag draw a box; the space bar and Enter take
 * the cell in the middle of the map.
 */
export function pickMode(map: MapLibre, overlay: Overlay, tool: Tool, calls: PickCallbacks): Mode {
  let stopDrag: (() => void) | undefined;
  let hasDrawn = false;
  const cellAt = (point: PointLike): number | undefined => {
    if (!map.getLayer('cells-fill')) return undefined;
    const [hit] = map.queryRenderedFeatures(point, { layers: ['cells-fill'] });
    return typeof hit?.id === 'number' ? hit.id : undefined;
  };
  const under = (line: readonly LonLat[]) => {
    const step = Math.max(1, Math.ceil(line.length / mostAsked));
    return line
      .filter((_, index) => index % step === 0)
      .flatMap((position) => cellAt(map.project([position[0], position[1]])) ?? []);
  };
  const finish = (line: readonly LonLat[], pressed: Pressed) => {
    hasDrawn = true;
    calls.drawn(line, under(line), pressed.isAdding);
  };
  const drawLasso = (pressed: Pressed) => {
    let line: LonLat[] = [pressed.at];
    return followDrag(map, pressed, {
      start: () => undefined,
      move: (at) => {
        line = [...line, at];
        overlay.draw([{ kind: 'surface', rings: [line] }]);
      },
      end: () => {
        overlay.draw([]);
        if (line.length > 2) finish(line, pressed);
      },
      cancel: () => overlay.draw([]),
    });
  };
  const drawBox = (pressed: Pressed) =>
    dragBox(map, overlay, pressed, (box) => {
      if (!box) return;
      const [west, south, east, north] = box;
      const corners: LonLat[] = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ];
      finish(corners, pressed);
    });
  const onDown = (event: MapMouseEvent | MapTouchEvent) => {
    hasDrawn = false;
    const pressed = pressedAt(event);
    if (!pressed) return;
    const isBox = tool === 'box' || (tool === 'click' && event.originalEvent.shiftKey && !pressed.isTouch);
    if (!isBox && tool !== 'lasso') return;
    event.preventDefault();
    stopDrag = isBox ? drawBox(pressed) : drawLasso(pressed);
  };
  const onClick = (event: MapMouseEvent) => {
    if (hasDrawn) return;
    const cell = cellAt(event.point);
    const { shiftKey, ctrlKey, metaKey } = event.originalEvent;
    if (cell !== undefined) calls.click(cell, isEcho() || shiftKey || ctrlKey || metaKey);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== ' ' && event.key !== 'Enter') return;
    event.preventDefault();
    const cell = cellAt(map.project(map.getCenter()));
    if (cell !== undefined) calls.click(cell, true);
  };
  const onMove = (event: MapLayerMouseEvent) => {
    const [feature] = event.features ?? [];
    if (typeof feature?.id !== 'number' || isEcho()) return;
    const name = String(feature.properties['name'] || feature.properties['code'] || '');
    calls.hover({ cell: feature.id, name, x: event.point.x, y: event.point.y });
  };
  const onLeave = () => calls.hover(undefined);
  const canvas = map.getCanvas();
  return {
    enter: () => {
      map.boxZoom.disable();
      canvas.style.cursor = tool === 'click' ? 'pointer' : 'crosshair';
      map.on('mousedown', onDown);
      map.on('touchstart', onDown);
      map.on('click', onClick);
      map.on('mousemove', 'cells-fill', onMove);
      map.on('mouseleave', 'cells-fill', onLeave);
      canvas.addEventListener('keydown', onKey);
    },
    exit: () => {
      stopDrag?.();
      map.off('mousedown', onDown).off('touchstart', onDown).off('click', onClick);
      map.off('mousemove', 'cells-fill', onMove);
      map.off('mouseleave', 'cells-fill', onLeave);
      canvas.removeEventListener('keydown', onKey);
      map.boxZoom.enable();
      canvas.style.cursor = '';
      onLeave();
    },
  };
}

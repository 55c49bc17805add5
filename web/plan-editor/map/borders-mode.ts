import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { Mode } from '../../map/modes/select.ts';
import { draggedTo, type Handle, handleAt } from '../borders/handles.ts';
import { cellAt, cellsIn } from '../borders/locate.ts';
import { type LonLat, roundPosition } from '../borders/position.ts';
import { type Reshape, reshapedOutlines } from '../borders/reshape.ts';
import { dragBox } from './box-mode.ts';
import type { EditContext } from './context.ts';
import type { Overlay, Shape } from './overlay.ts';
import { followDrag, isEcho, isTouch, type Pressed, pressedAt, reachOf, snapReachOf } from './pointer.ts';

const longPressMillis = 550;

export type BordersCallbacks = {
  context: () => EditContext;
  select: (cell: number | undefined, isAdding: boolean) => void;
  /** Adds to what is selected. */
  add: (cells: number[]) => void;
  selectVertex: (at: LonLat | null) => void;
  /** These cells follow the pointer from now on; none of them when it has been let go. */
  moving: (cells: ReadonlySet<number>) => void;
  /** `context` is what was seen when the drag began. */
  reshape: (change: Reshape, context: EditContext) => void;
  crosses: (place: LonLat) => void;
};

/** Clicks select cells; what is taken hold of on a border moves with all cells that meet there. */
export function bordersMode(map: MapLibre, overlay: Overlay, calls: BordersCallbacks): Mode {
  let stopDrag: (() => void) | undefined;
  let isHandleClick = false;
  let longPress: ReturnType<typeof setTimeout> | undefined;

  const handleOf = (at: LonLat, touches: boolean) =>
    handleAt(calls.context().handles, at, reachOf(map, touches));

  const clear = () => {
    overlay.draw([]);
    calls.moving(new Set());
    stopDrag = undefined;
  };
  const drag = (handle: Handle, pressed: Pressed) => {
    // What others do meanwhile must not pull the ground from under the hand: the server tells of it afterwards.
    const context = calls.context();
    let last: { change: Reshape; crossing: LonLat | null } | undefined;
    stopDrag = followDrag(map, pressed, {
      start: () => {
        clearTimeout(longPress);
        calls.selectVertex(null);
        calls.moving(new Set(reshapedOutlines(context.borders, draggedTo(handle, handle.at)).keys()));
      },
      move: (at) => {
        const snapped = context.snapDragged(at, snapReachOf(map, pressed.isTouch));
        const change = draggedTo(handle, snapped?.at ?? at);
        const crossing = context.crossing(change);
        last = { change, crossing };
        overlay.draw(shapesOf(context, change, crossing, snapped?.at ?? null));
      },
      end: () => {
        clearTimeout(longPress);
        if (!last && handle.kind !== 'midpoint') calls.selectVertex(handle.at);
        if (last?.crossing) calls.crosses(last.crossing);
        else if (last) calls.reshape(last.change, context);
        clear();
      },
      cancel: clear,
    });
  };
  const onDown = (event: MapMouseEvent | MapTouchEvent) => {
    clearTimeout(longPress);
    const pressed = pressedAt(event);
    const handle = pressed && handleOf(pressed.at, pressed.isTouch);
    isHandleClick = handle !== undefined && handle.kind !== 'midpoint';
    if (pressed && !handle && pressed.isAdding && !pressed.isTouch) {
      event.preventDefault();
      stopDrag = dragBox(map, overlay, pressed, (box) => {
        stopDrag = undefined;
        if (box) calls.add(cellsIn(calls.context().borders, box));
      });
    }
    if (!pressed || !handle) return;
    event.preventDefault();
    drag(handle, pressed);
    if (isTouch(event) && handle.kind !== 'midpoint')
      longPress = setTimeout(() => {
        stopDrag?.();
        calls.selectVertex(handle.at);
      }, longPressMillis);
  };
  const onHover = (event: MapMouseEvent) => {
    if (stopDrag || isEcho()) return;
    const at = roundPosition([event.lngLat.lng, event.lngLat.lat]);
    const handle = handleOf(at, false);
    map.getCanvas().style.cursor = handle ? 'move' : cellAt(calls.context().borders, at) ? 'pointer' : '';
  };
  const onClick = (event: MapMouseEvent) => {
    const pressed = pressedAt(event);
    if (pressed && !isHandleClick)
      calls.select(cellAt(calls.context().borders, pressed.at), pressed.isAdding);
  };
  const onMenu = (event: MapMouseEvent) => {
    const handle = handleOf([event.lngLat.lng, event.lngLat.lat], false);
    if (handle && handle.kind !== 'midpoint') calls.selectVertex(handle.at);
  };
  return {
    enter: () => {
      map.boxZoom.disable();
      map.on('mousedown', onDown);
      map.on('touchstart', onDown);
      map.on('mousemove', onHover);
      map.on('click', onClick);
      map.on('contextmenu', onMenu);
    },
    exit: () => {
      stopDrag?.();
      clearTimeout(longPress);
      map.off('mousedown', onDown).off('touchstart', onDown);
      map.off('mousemove', onHover).off('click', onClick).off('contextmenu', onMenu);
      map.boxZoom.enable();
      map.getCanvas().style.cursor = '';
    },
  };
}

function shapesOf(
  { borders }: EditContext,
  change: Reshape,
  crossing: LonLat | null,
  snapped: LonLat | null,
): Shape[] {
  const kind = crossing ? 'crossing' : 'moving';
  const shapes: Shape[] = [...reshapedOutlines(borders, change).values()].map((outline) => ({
    kind,
    rings: outline.flat(),
  }));
  const at = change.moves[0]?.to ?? change.inserts[0]?.at;
  if (at) shapes.push({ kind: 'point', at });
  if (crossing) shapes.push({ kind: 'stop', at: crossing });
  if (snapped) shapes.push({ kind: 'snap', at: snapped });
  return shapes;
}

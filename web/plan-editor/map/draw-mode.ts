import type { LineString, Polygon } from 'geojson';
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { Mode } from '../../map/modes/select.ts';
import type { LonLat } from '../borders/position.ts';
import { roundPosition } from '../borders/position.ts';
import { simplify } from '../borders/simplify.ts';
import {
  finished,
  isFinishable,
  outlineOf,
  type Sketch,
  type SketchShape,
  withoutLast,
  withPoint,
} from '../borders/sketch.ts';
import type { EditContext } from './context.ts';
import type { Overlay, Shape } from './overlay.ts';
import { degreesOf, followDrag, isEcho, type Pressed, pressedAt, snapReachOf } from './pointer.ts';

export type DrawCallbacks = {
  context: () => Pick<EditContext, 'snapDrawn'>;
  /** How many points there are now, and whether they suffice. */
  changed: (points: number, isFinishable: boolean) => void;
  drawn: (geometry: Polygon | LineString) => void;
  refused: (reason: 'too-few-points' | 'crosses-itself') => void;
  /** Escape with nothing drawn. */
  leave: () => void;
};

/** Drawing can be finished and taken back from outside, by buttons and keys. */
export type DrawMode = Mode & {
  finish: () => void;
  cancel: () => void;
  back: () => void;
  /** Sets a point in the middle of the map, for the keyboard. */
  setAtCentre: () => void;
};

/** Clicks set points, a click on the last or first one finishes; a rectangle and a freehand line are drawn in one go. */
export function drawMode(
  map: MapLibre,
  overlay: Overlay,
  shape: SketchShape,
  calls: DrawCallbacks,
): DrawMode {
  let sketch: Sketch = { shape, points: [] };
  let hover: { at: LonLat; isSnapped: boolean } | undefined;
  let stopDrag: (() => void) | undefined;
  let ignoresClick = false;

  const snapped = (at: LonLat, touches: boolean) => {
    const found = calls.context().snapDrawn(at, snapReachOf(map, touches));
    return { at: found?.at ?? roundPosition(at), isSnapped: found !== null };
  };
  const redraw = () => overlay.draw(shapesOf(sketch, hover));
  const change = (next: Sketch) => {
    sketch = next;
    redraw();
    calls.changed(sketch.points.length, isFinishable(sketch));
  };
  const cancel = () => {
    stopDrag?.();
    hover = undefined;
    change({ shape, points: [] });
  };
  const finish = () => {
    const done = finished(sketch);
    // What cannot be is left as it is, so that its last points can be taken back.
    if ('refused' in done) return calls.refused(done.refused);
    cancel();
    calls.drawn(done.geometry);
  };
  const isNear = (point: LonLat | undefined, { x, y }: Pressed) => {
    if (!point) return false;
    const pixel = map.project(point);
    return Math.hypot(pixel.x - x, pixel.y - y) < 10;
  };
  const set = (pressed: Pressed) => {
    if (pressed.isTouch) hover = undefined;
    const { points } = sketch;
    const closes = isFinishable(sketch) && (isNear(points.at(-1), pressed) || isNear(points[0], pressed));
    if (closes && shape !== 'rectangle') return finish();
    change(withPoint(sketch, snapped(pressed.at, pressed.isTouch).at));
    if (shape === 'rectangle' && isFinishable(sketch)) finish();
  };
  const onClick = (event: MapMouseEvent) => {
    const pressed = pressedAt(event);
    if (pressed && !ignoresClick && shape !== 'freehand') set(pressed);
    ignoresClick = false;
  };
  const onDown = (event: MapMouseEvent | MapTouchEvent) => {
    ignoresClick = false;
    const pressed = pressedAt(event);
    if (!pressed || (shape !== 'freehand' && shape !== 'rectangle')) return;
    if (shape === 'rectangle' && sketch.points.length > 0) return;
    event.preventDefault();
    drawInOne(pressed);
  };
  const drawInOne = (pressed: Pressed) => {
    stopDrag = followDrag(map, pressed, {
      start: () => {
        ignoresClick = true;
        change(withPoint({ shape, points: [] }, snapped(pressed.at, pressed.isTouch).at));
      },
      move: (at) => {
        if (shape === 'rectangle') {
          hover = snapped(at, pressed.isTouch);
          redraw();
        } else change(withPoint(sketch, at));
      },
      end: (at) => {
        stopDrag = undefined;
        if (sketch.points.length === 0) return;
        if (shape === 'rectangle') change(withPoint(sketch, snapped(at, pressed.isTouch).at));
        else sketch = { shape, points: simplify(sketch.points, degreesOf(map, 2)) };
        finish();
        if (shape === 'freehand') cancel();
      },
      cancel: () => {
        stopDrag = undefined;
        change({ shape, points: [] });
      },
    });
  };
  const onHover = (event: MapMouseEvent) => {
    // A finger hovers nowhere.
    if (stopDrag || isEcho()) return;
    hover = snapped([event.lngLat.lng, event.lngLat.lat], false);
    redraw();
  };
  return {
    enter: () => {
      map.doubleClickZoom.disable();
      map.boxZoom.disable();
      map.getCanvas().style.cursor = 'crosshair';
      map.on('click', onClick);
      map.on('mousemove', onHover);
      map.on('mousedown', onDown);
      map.on('touchstart', onDown);
    },
    exit: () => {
      cancel();
      overlay.draw([]);
      map.off('click', onClick).off('mousemove', onHover).off('mousedown', onDown).off('touchstart', onDown);
      map.doubleClickZoom.enable();
      map.boxZoom.enable();
      map.getCanvas().style.cursor = '';
    },
    finish,
    cancel: () => (sketch.points.length === 0 ? calls.leave() : cancel()),
    back: () => change(withoutLast(sketch)),
    setAtCentre: () => {
      const { lng, lat } = map.getCenter();
      const { x, y } = map.project([lng, lat]);
      set({ at: [lng, lat], x, y, isTouch: false, isAdding: false });
    },
  };
}

function shapesOf(sketch: Sketch, hover: { at: LonLat; isSnapped: boolean } | undefined): Shape[] {
  const outline = outlineOf(sketch, sketch.points.length > 0 ? hover?.at : undefined);
  const shapes: Shape[] =
    sketch.shape === 'line' || outline.length < 4
      ? [{ kind: 'line', line: outline }]
      : [{ kind: 'surface', rings: [outline] }];
  if (sketch.shape !== 'freehand') shapes.push(...sketch.points.map((at): Shape => ({ kind: 'point', at })));
  if (hover?.isSnapped) shapes.push({ kind: 'snap', at: hover.at });
  return shapes;
}

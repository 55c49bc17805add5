import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import { type LonLat, roundPosition } from '../borders/position.ts';

export type Pressed = {
  at: LonLat;
  x: number;
  y: number;
  /** A finger covers more than an arrow points at. */
  isTouch: boolean;
  /** Adds to what is selected. */
  isAdding: boolean;
};

/** Farther than this, in pixels, a press is a drag. */
const dragPixels = 4;

export const isTouch = (event: MapMouseEvent | MapTouchEvent): event is MapTouchEvent => 'points' in event;

/** After a tap, browsers send the events of a mouse that is not there. */
const echoMillis = 800;
let touchedAt = Number.NEGATIVE_INFINITY;

/** Whether an event of a mouse is that of a finger. */
export const isEcho = () => performance.now() - touchedAt < echoMillis;

/** The one pointer that has pressed; undefined for a second finger, which moves the map, and for the echo of a tap. */
export function pressedAt(event: MapMouseEvent | MapTouchEvent): Pressed | undefined {
  if (isTouch(event)) touchedAt = performance.now();
  const touches = isEcho();
  if (isTouch(event) && event.points.length > 1) return undefined;
  if (touches && event.type === 'mousedown') return undefined;
  const original = event.originalEvent;
  if (original instanceof MouseEvent && original.button !== 0) return undefined;
  return {
    at: roundPosition([event.lngLat.lng, event.lngLat.lat]),
    x: event.point.x,
    y: event.point.y,
    isTouch: touches,
    isAdding: original.shiftKey || original.ctrlKey || original.metaKey,
  };
}

/** How many degrees of latitude some pixels are at the middle of the map. */
export function degreesOf(map: MapLibre, pixels: number): number {
  const metresAPixel =
    (40_075_016.686 * Math.cos((map.getCenter().lat * Math.PI) / 180)) / (512 * 2 ** map.getZoom());
  return (pixels * metresAPixel) / 111_320;
}

/** How near the pointer has to be to a handle to take hold of it. */
export const reachOf = (map: MapLibre, touches: boolean) => degreesOf(map, touches ? 22 : 9);

/** How near a border has to be for what is drawn to cling to it. */
export const snapReachOf = (map: MapLibre, touches: boolean) => degreesOf(map, touches ? 13 : 9);

type Drag = {
  start: () => void;
  move: (at: LonLat) => void;
  /** The pointer was let go; without `start`, it had not moved. */
  end: (at: LonLat) => void;
  /** Escape, a second finger, or the browser took it away. */
  cancel: () => void;
};

/** Follows a pressed pointer over the whole window until it is let go. Returns what ends it early. */
export function followDrag(map: MapLibre, from: Pressed, { start, move, end, cancel }: Drag): () => void {
  let isMoving = false;
  const listening = new AbortController();
  const { signal } = listening;
  const placeOf = (event: PointerEvent) => {
    const box = map.getCanvas().getBoundingClientRect();
    const pixel = { x: event.clientX - box.left, y: event.clientY - box.top };
    const { lng, lat } = map.unproject([pixel.x, pixel.y]);
    return { ...pixel, at: roundPosition([lng, lat]) };
  };
  const stop = () => {
    listening.abort();
    cancel();
  };
  const onMove = (event: PointerEvent) => {
    const { x, y, at } = placeOf(event);
    if (!isMoving && Math.hypot(x - from.x, y - from.y) < dragPixels) return;
    if (!isMoving) start();
    isMoving = true;
    move(at);
  };
  addEventListener('pointermove', onMove, { signal });
  addEventListener(
    'pointerup',
    (event) => {
      listening.abort();
      end(placeOf(event).at);
    },
    { signal },
  );
  addEventListener('pointercancel', stop, { signal });
  // A second finger: the map is to be moved.
  addEventListener('pointerdown', stop, { signal });
  addEventListener('keydown', (event) => event.key === 'Escape' && stop(), { signal });
  return stop;
}

import type { Map as MapLibre } from 'maplibre-gl';

const mostPatienceMs = 700;
const lookMs = 10;
const touches = ['mousedown', 'touchstart', 'wheel'] as const;
/** Maps that spare frames at present. */
const sparing = new WeakSet<MapLibre>();

/**
 * Until the map is idle, or until somebody touches it, arrivals share a frame: without a graphics card one takes a fifth of a
 * second of both cores, and most of those in between would show nothing new. A frame waits for `restMs`, and until what the
 * one before it asked for `isThere`, but not for long.
 */
export function drawSparingly(map: MapLibre, restMs: number, isThere: (map: MapLibre) => boolean): void {
  if (sparing.has(map)) return;
  sparing.add(map);
  const draw = map.triggerRepaint;
  let waits = false;
  const drawWhenThere = (since: number) => {
    if (sparing.has(map) && !isThere(map) && performance.now() < since + mostPatienceMs) {
      setTimeout(drawWhenThere, lookMs, since);
      return;
    }
    waits = false;
    draw.call(map);
  };
  map.triggerRepaint = () => {
    // A map whose place on the page grew or shrank has moved, too, but stands still.
    if (map.isMoving()) return draw.call(map);
    if (waits) return;
    waits = true;
    setTimeout(drawWhenThere, restMs, performance.now());
  };
  const drawAtOnce = () => {
    if (!sparing.delete(map)) return;
    map.triggerRepaint = draw;
    for (const touch of touches) map.off(touch, drawAtOnce);
  };
  for (const touch of touches) map.on(touch, drawAtOnce);
  map.once('idle', drawAtOnce);
  // A map that has been taken away throws where its tiles are asked for; asked to draw, it does nothing.
  map.once('remove', drawAtOnce);
}

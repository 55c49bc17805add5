import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { Mode } from '../../map/modes/select.ts';
import { borderAt, type CellPair, commonBorder } from '../borders/border-at.ts';
import { type LonLat, lonLatOf } from '../borders/position.ts';
import type { EditContext } from './context.ts';
import type { Overlay } from './overlay.ts';
import { isEcho, pressedAt, reachOf } from './pointer.ts';

export type LockCallbacks = {
  context: () => EditContext;
  /** Locks the border between two cells, or unlocks it. */
  lock: (cells: CellPair) => void;
};

/** A click on the border between two cells locks or unlocks it. */
export function lockMode(map: MapLibre, overlay: Overlay, calls: LockCallbacks): Mode {
  const pairAt = (at: LonLat, isTouch: boolean) =>
    borderAt(calls.context().borders, at, reachOf(map, isTouch));
  const onHover = (event: MapMouseEvent) => {
    if (isEcho()) return;
    const pair = pairAt([event.lngLat.lng, event.lngLat.lat], false);
    map.getCanvas().style.cursor = pair ? 'pointer' : '';
    const lines = pair ? commonBorder(calls.context().borders, pair).coordinates : [];
    overlay.draw(lines.map((line) => ({ kind: 'line', line: line.map(lonLatOf) })));
  };
  const onClick = (event: MapMouseEvent) => {
    const pressed = pressedAt(event);
    const pair = pressed && pairAt(pressed.at, pressed.isTouch);
    if (pair) calls.lock(pair);
  };
  return {
    enter: () => {
      map.on('mousemove', onHover);
      map.on('click', onClick);
    },
    exit: () => {
      map.off('mousemove', onHover).off('click', onClick);
      map.getCanvas().style.cursor = '';
    },
  };
}

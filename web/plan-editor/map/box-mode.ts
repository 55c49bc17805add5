import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { Mode } from '../../map/modes/select.ts';
import { cellAt, cellsIn } from '../borders/locate.ts';
import type { LonLat } from '../borders/position.ts';
import type { EditContext } from './context.ts';
import type { Overlay } from './overlay.ts';
import { followDrag, type Pressed, pressedAt } from './pointer.ts';

type Callbacks = {
  context: () => EditContext;
  /** Adds to what is selected, or takes out one that is. */
  add: (cells: number[]) => void;
};

type Box = [west: number, south: number, east: number, north: number];

const boxOf = (a: LonLat, b: LonLat): Box => [
  Math.min(a[0], b[0]),
  Math.min(a[1], b[1]),
  Math.max(a[0], b[0]),
  Math.max(a[1], b[1]),
];

const ringOf = ([west, south, east, north]: Box): LonLat[] => [
  [west, south],
  [east, south],
  [east, north],
  [west, north],
];

/** Draws a box from where the pointer pressed; `done` is told the box, or none where the pointer has not moved. */
export function dragBox(
  map: MapLibre,
  overlay: Overlay,
  pressed: Pressed,
  done: (box: Box | undefined, at: LonLat) => void,
): () => void {
  let box: Box | undefined;
  return followDrag(map, pressed, {
    start: () => undefined,
    move: (at) => {
      box = boxOf(pressed.at, at);
      overlay.draw([{ kind: 'box', rings: [ringOf(box)] }]);
    },
    end: (at) => {
      overlay.draw([]);
      done(box, at);
    },
    cancel: () => overlay.draw([]),
  });
}

/** A box drawn with the pointer selects the cells in it; a click adds or takes out one, without any key. */
export function boxMode(map: MapLibre, overlay: Overlay, { context, add }: Callbacks): Mode {
  let stopDrag: (() => void) | undefined;
  const onDown = (event: MapMouseEvent | MapTouchEvent) => {
    const pressed = pressedAt(event);
    if (!pressed) return;
    event.preventDefault();
    stopDrag = dragBox(map, overlay, pressed, (box, at) => {
      stopDrag = undefined;
      const { borders } = context();
      const cell = cellAt(borders, at);
      if (box) add(cellsIn(borders, box));
      else if (cell !== undefined) add([cell]);
    });
  };
  return {
    enter: () => {
      map.boxZoom.disable();
      map.getCanvas().style.cursor = 'crosshair';
      map.on('mousedown', onDown);
      map.on('touchstart', onDown);
    },
    exit: () => {
      stopDrag?.();
      map.off('mousedown', onDown).off('touchstart', onDown);
      map.boxZoom.enable();
      map.getCanvas().style.cursor = '';
    },
  };
}

import type { Polygon } from 'geojson';
import type { Map as MapLibre, MapMouseEvent, MapTouchEvent } from 'maplibre-gl';
import type { Mode } from '../map/modes/select.ts';
import type { LonLat } from '../plan-editor/borders/position.ts';
import type { SketchShape } from '../plan-editor/borders/sketch.ts';
import { drawMode } from '../plan-editor/map/draw-mode.ts';
import { type Overlay, overlayOf } from '../plan-editor/map/overlay.ts';
import { followDrag, pressedAt } from '../plan-editor/map/pointer.ts';
import { circleThrough, isTiny } from './circle.ts';

export const shapes = ['rectangle', 'circle', 'polygon', 'freehand'] as const;
export type AskShape = (typeof shapes)[number];
export type AskTool = AskShape | 'point';

export type AskCalls = {
  drawn: (outline: Polygon) => void;
  pointed: (point: LonLat) => void;
  refused: (reason: 'too-few-points' | 'crosses-itself') => void;
};

/** What the pointer does: it draws an outline, or points at a place. Only one of the tools is active. */
export function askMode(map: MapLibre, tool: AskTool, calls: AskCalls): Mode {
  if (tool === 'point') return pointMode(map, calls);
  const overlay = overlayOf(map);
  const mode = tool === 'circle' ? circleMode(map, overlay, calls) : sketchMode(map, overlay, tool, calls);
  return {
    enter: mode.enter,
    exit: () => {
      mode.exit();
      overlay.remove();
    },
  };
}

function pointMode(map: MapLibre, { pointed }: AskCalls): Mode {
  const onClick = (event: MapMouseEvent) => pointed([event.lngLat.lng, event.lngLat.lat]);
  const onKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    const { lng, lat } = map.getCenter();
    pointed([lng, lat]);
  };
  const canvas = map.getCanvas();
  return {
    enter: () => {
      canvas.style.cursor = 'crosshair';
      map.on('click', onClick);
      canvas.addEventListener('keydown', onKey);
    },
    exit: () => {
      map.off('click', onClick);
      canvas.removeEventListener('keydown', onKey);
      canvas.style.cursor = '';
    },
  };
}

function sketchMode(map: MapLibre, overlay: Overlay, shape: SketchShape, calls: AskCalls): Mode {
  const mode = drawMode(map, overlay, shape, {
    context: () => ({ snapDrawn: () => null }),
    changed: () => undefined,
    drawn: (geometry) => geometry.type === 'Polygon' && calls.drawn(geometry),
    refused: calls.refused,
    leave: () => undefined,
  });
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') mode.finish();
    else if (event.key === ' ') mode.setAtCentre();
    else if (event.key === 'Escape') mode.cancel();
    else if (event.key === 'Backspace') mode.back();
    else return;
    event.preventDefault();
  };
  const canvas = map.getCanvas();
  return {
    enter: () => {
      mode.enter();
      canvas.addEventListener('keydown', onKey);
    },
    exit: () => {
      canvas.removeEventListener('keydown', onKey);
      mode.exit();
    },
  };
}

function circleMode(map: MapLibre, overlay: Overlay, { drawn }: AskCalls): Mode {
  let stopDrag: (() => void) | undefined;
  const onDown = (event: MapMouseEvent | MapTouchEvent) => {
    const pressed = pressedAt(event);
    if (!pressed) return;
    event.preventDefault();
    stopDrag = followDrag(map, pressed, {
      start: () => undefined,
      move: (at) => overlay.draw([{ kind: 'surface', rings: [circleThrough(pressed.at, at)] }]),
      end: (at) => {
        overlay.draw([]);
        if (!isTiny(pressed.at, at)) drawn({ type: 'Polygon', coordinates: [circleThrough(pressed.at, at)] });
      },
      cancel: () => overlay.draw([]),
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

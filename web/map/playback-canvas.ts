import type { Map as MapLibre } from 'maplibre-gl';
import { hueAt } from '../desk/colours.ts';
import { type Mover, trailOf, whereaboutsAt } from '../desk/playback.ts';
import { mapColours } from './palette.ts';

const trailSeconds = 1_800;
/** With more people on the map their names would cover one another. */
const mostNames = 16;

/** People drawn where they were at an instant, in seconds since 1970; `remove` takes the drawing off the map. */
export type PlaybackCanvas = {
  draw: (movers: readonly Mover[], instant: number) => void;
  remove: () => void;
};

/**
 * A drawing of its own above the map: a frame of the map itself takes a fifth of a second where there is no graphics
 * card, and fifty circles on a canvas next to nothing. It follows the map wherever that moves.
 */
export function playbackCanvas(map: MapLibre): PlaybackCanvas {
  const canvas = document.createElement('canvas');
  canvas.setAttribute('aria-hidden', 'true');
  canvas.dataset['playback'] = 'drawn';
  Object.assign(canvas.style, { position: 'absolute', inset: '0', pointerEvents: 'none' });
  map.getCanvasContainer().append(canvas);
  const context = canvas.getContext('2d');
  let last: { movers: readonly Mover[]; instant: number } = { movers: [], instant: 0 };
  const paint = () => {
    if (!context) return;
    clear(canvas, context, map);
    const { movers, instant } = last;
    const names = movers.filter(({ runs }) => whereaboutsAt(runs, instant).state !== 'away').length;
    for (const [index, mover] of movers.entries())
      drawMover(context, map, mover, { instant, colour: hueAt(index), isNamed: names <= mostNames });
  };
  map.on('move', paint);
  map.on('resize', paint);
  return {
    draw: (movers, instant) => {
      last = { movers, instant };
      paint();
    },
    remove: () => {
      map.off('move', paint);
      map.off('resize', paint);
      canvas.remove();
    },
  };
}

/** As large as the map, and empty. */
function clear(canvas: HTMLCanvasElement, context: CanvasRenderingContext2D, map: MapLibre): void {
  const { clientWidth, clientHeight } = map.getCanvas();
  const scale = window.devicePixelRatio;
  const [width, height] = [Math.round(clientWidth * scale), Math.round(clientHeight * scale)];
  if (canvas.width !== width || canvas.height !== height) {
    canvas.width = width;
    canvas.height = height;
    canvas.style.width = `${clientWidth}px`;
    canvas.style.height = `${clientHeight}px`;
  }
  context.setTransform(scale, 0, 0, scale, 0, 0);
  context.clearRect(0, 0, clientWidth, clientHeight);
}

type Drawn = { instant: number; colour: string; isNamed: boolean };

function drawMover(
  context: CanvasRenderingContext2D,
  map: MapLibre,
  { runs, name }: Mover,
  { instant, colour, isNamed }: Drawn,
): void {
  drawTrail(context, map, trailOf(runs, instant, trailSeconds), colour);
  const place = whereaboutsAt(runs, instant);
  if (place.state === 'away') return;
  const { x, y } = map.project([place.lon, place.lat]);
  const isSilent = place.state === 'silent';
  context.beginPath();
  context.arc(x, y, isSilent ? 6 : 6.5, 0, 2 * Math.PI);
  context.fillStyle = isSilent ? 'rgb(255 255 255 / 75%)' : colour;
  context.fill();
  context.setLineDash(isSilent ? [3, 2.5] : []);
  context.lineWidth = isSilent ? 2.2 : 2;
  context.strokeStyle = isSilent ? mapColours.trackGap : '#ffffff';
  context.stroke();
  context.setLineDash([]);
  if (isNamed && name) drawName(context, name, x + 10, y + 4, isSilent);
}

function drawTrail(
  context: CanvasRenderingContext2D,
  map: MapLibre,
  lines: readonly (readonly [number, number][])[],
  colour: string,
): void {
  context.lineJoin = 'round';
  for (const [lineWidth, strokeStyle] of [
    [5, 'rgb(255 255 255 / 70%)'],
    [2.6, colour],
  ] as const) {
    context.beginPath();
    for (const line of lines)
      line.forEach((position, index) => {
        const { x, y } = map.project(position);
        if (index === 0) context.moveTo(x, y);
        else context.lineTo(x, y);
      });
    context.lineWidth = lineWidth;
    context.strokeStyle = strokeStyle;
    context.stroke();
  }
}

function drawName(
  context: CanvasRenderingContext2D,
  name: string,
  x: number,
  y: number,
  isSilent: boolean,
): void {
  context.font = '12px system-ui, "Noto Sans CJK SC", sans-serif';
  context.lineWidth = 3;
  context.strokeStyle = '#ffffff';
  context.strokeText(name, x, y);
  context.fillStyle = isSilent ? mapColours.trackGap : mapColours.label;
  context.fillText(name, x, y);
}

import type { Map as MapLibre } from 'maplibre-gl';
import type { LonLat } from '../borders/position.ts';
import classes from './overlay.module.css';

export type Shape =
  | { kind: 'moving' | 'crossing' | 'surface' | 'box'; rings: LonLat[][] }
  | { kind: 'line'; line: LonLat[] }
  /** `snap` is a square around a vertex, `stop` marks where something cannot be. */
  | { kind: 'point' | 'snap' | 'stop'; at: LonLat };

export type Overlay = { draw: (shapes: readonly Shape[]) => void; remove: () => void };

const svg = 'http://www.w3.org/2000/svg';

/**
 * What moves with the pointer, drawn over the map instead of in it: without a graphics card the map takes up to a fifth
 * of a second to draw a frame, and nothing of it changes while a border is dragged.
 */
export function overlayOf(map: MapLibre): Overlay {
  const root = document.createElementNS(svg, 'svg');
  root.setAttribute('class', classes['overlay'] ?? '');
  root.setAttribute('aria-hidden', 'true');
  map.getCanvasContainer().append(root);
  const paths: SVGPathElement[] = [];
  let shown: readonly Shape[] = [];

  const pathAt = (place: number) => {
    const known = paths[place];
    if (known) return known;
    const made = document.createElementNS(svg, 'path');
    paths.push(made);
    root.append(made);
    return made;
  };
  const redraw = () => {
    for (const [place, shape] of shown.entries()) {
      const path = pathAt(place);
      path.setAttribute('class', classes[shape.kind] ?? '');
      path.setAttribute('d', pathOf(map, shape));
    }
    for (const path of paths.slice(shown.length)) path.setAttribute('d', '');
  };
  map.on('move', redraw);
  return {
    draw: (shapes) => {
      shown = shapes;
      redraw();
    },
    remove: () => {
      map.off('move', redraw);
      root.remove();
    },
  };
}

function pathOf(map: MapLibre, shape: Shape): string {
  const pixel = (position: LonLat) => {
    const { x, y } = map.project(position);
    return `${x.toFixed(1)} ${y.toFixed(1)}`;
  };
  if ('rings' in shape) return shape.rings.map((ring) => `M${ring.map(pixel).join('L')}Z`).join('');
  if ('line' in shape) return shape.line.length > 1 ? `M${shape.line.map(pixel).join('L')}` : '';
  const { x, y } = map.project(shape.at);
  if (shape.kind === 'snap') return `M${x - 8} ${y - 8}h16v16h-16z`;
  const radius = shape.kind === 'stop' ? 7 : 5;
  return `M${x - radius} ${y}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0z`;
}

import type { Map as MapLibre } from 'maplibre-gl';

const side = 8;

/** A tile of white marks on nothing, drawn pixel by pixel: no sprite has to be fetched. */
function tile(isMarked: (x: number, y: number) => boolean, opacity: number) {
  const data = new Uint8ClampedArray(side * side * 4);
  for (let index = 0; index < side * side; index += 1) {
    const marked = isMarked(index % side, Math.floor(index / side));
    data.set([255, 255, 255, marked ? Math.round(opacity * 255) : 0], index * 4);
  }
  return { width: side, height: side, data };
}

/** Hatching for cells that nobody visited, dots where nothing is known. */
export function addPatterns(map: MapLibre): void {
  map.addImage(
    'hatch',
    tile((x, y) => (x + y) % side < 2, 0.75),
    { pixelRatio: 1 },
  );
  map.addImage(
    'dots',
    tile((x, y) => x % 4 < 2 && y % 4 < 2 && x < 4 === y < 4, 0.9),
    { pixelRatio: 1 },
  );
}

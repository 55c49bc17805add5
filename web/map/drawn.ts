import type { Map as MapLibre } from 'maplibre-gl';
import { drawSparingly } from './sparingly.ts';

/** What a map is to show, by a name of it; undefined while that is not known whole. */
type Awaited = { of: string | undefined; looks: boolean };
const awaited = new WeakMap<MapLibre, Awaited>();

/** Whether all has come that the map is to open with: its tiles, and what its cells are coloured by. */
export function hasComeWhole(map: MapLibre): boolean {
  const state = awaited.get(map);
  return map.areTilesLoaded() && (state === undefined || state.of !== undefined);
}

/** What areas are coloured by is cut into tiles anew. */
const cutAnew = ['shares', 'share-labels'];
const areSourcesThere = (map: MapLibre) =>
  map.areTilesLoaded() && cutAnew.every((id) => !map.getSource(id) || map.isSourceLoaded(id));

/**
 * Says on the map's element which colours are drawn as soon as a frame with all of them has reached the screen, and
 * that they are by an event `coloured`. Layers that colour the same together tell the same name.
 */
export function tellWhenDrawn(map: MapLibre, of: string | undefined): void {
  const state = awaited.get(map) ?? { of, looks: false };
  awaited.set(map, state);
  state.of = of;
  const element = map.getContainer();
  const { dataset } = element;
  dataset['cells'] = 'busy';
  if (of === undefined) return;
  drawSparingly(map, 0, areSourcesThere);
  map.triggerRepaint();
  if (state.looks) return;
  state.looks = true;
  const look = () => {
    if (!map.loaded() || !map.areTilesLoaded()) return;
    map.off('render', look);
    state.looks = false;
    // What was drawn is read back before the next frame begins.
    requestAnimationFrame(() => {
      if (state.looks || state.of === undefined) return;
      dataset['cells'] = 'drawn';
      dataset['colours'] = state.of;
      element.dispatchEvent(new Event('coloured'));
    });
  };
  map.on('render', look);
}

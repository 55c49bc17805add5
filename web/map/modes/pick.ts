import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import type { Mode } from './select.ts';

/** A click says a place. */
export function pickMode(map: MapLibre, onPick: (position: [lon: number, lat: number]) => void): Mode {
  const pick = ({ lngLat }: MapMouseEvent) => onPick([lngLat.lng, lngLat.lat]);
  return {
    enter: () => {
      map.on('click', pick);
      map.getCanvas().style.cursor = 'crosshair';
    },
    exit: () => {
      map.off('click', pick);
      map.getCanvas().style.cursor = '';
    },
  };
}

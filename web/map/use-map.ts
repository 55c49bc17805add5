import type { Map as MapLibre } from 'maplibre-gl';
import { type RefObject, useEffect, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import type { Layer } from './layer.ts';
import { createMap, type MapTexts, type Start } from './map.ts';
import type { Mode } from './modes/select.ts';

/** Maps that have been taken down; their layers went with them. */
const gone = new WeakSet<MapLibre>();

/** Makes the map once its element exists; answered when layers can be added. */
export function useMap(
  container: RefObject<HTMLElement | null>,
  texts: MapTexts,
  start: Start | undefined,
): MapLibre | null {
  const [map, setMap] = useState<MapLibre | null>(null);
  const { t } = useI18n();
  // biome-ignore lint/correctness/useExhaustiveDependencies: its place and the language of its buttons are those it opened with
  useEffect(() => {
    const element = container.current;
    if (!element) return;
    const made = createMap(element, texts, start);
    made.on('style.load', () => setMap(made));
    made.on('dataloading', () => element.setAttribute('data-map', 'busy'));
    made.on('movestart', () => element.setAttribute('data-map', 'busy'));
    made.on('idle', () => element.setAttribute('data-map', 'idle'));
    element.setAttribute('data-awaited', t.shell.loading);
    made.once('idle', () => element.removeAttribute('data-awaited'));
    return () => {
      gone.add(made);
      made.remove();
      setMap(null);
    };
  }, [container]);
  return map;
}

/** Keeps one layer on the map and its data up to date. */
export function useLayer<Data>(map: MapLibre | null, make: (map: MapLibre) => Layer<Data>, data: Data): void {
  const [layer, setLayer] = useState<Layer<Data> | null>(null);
  useEffect(() => {
    if (!map) return;
    const made = make(map);
    setLayer(made);
    return () => {
      if (!gone.has(map)) made.remove();
      setLayer(null);
    };
  }, [map, make]);
  useEffect(() => layer?.update(data), [layer, data]);
}

/** Keeps one mode active. */
export function useMode(map: MapLibre | null, make: (map: MapLibre) => Mode): void {
  useEffect(() => {
    if (!map) return;
    const mode = make(map);
    mode.enter();
    return () => {
      if (!gone.has(map)) mode.exit();
    };
  }, [map, make]);
}

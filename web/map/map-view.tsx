import type { Map as MapLibre } from 'maplibre-gl';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import type { Camera } from '../state/view.ts';
import type { AreaFeature } from '../types.ts';
import type { Focus } from './focus.ts';
import { areasLayer } from './layers/areas.ts';
import { cellNamesLayer } from './layers/cell-names.ts';
import { type CellsData, cellsLayer } from './layers/cells.ts';
import { type FixesData, fixesLayer } from './layers/fixes.ts';
import { graticuleLayer } from './layers/graticule.ts';
import { type ProposalData, proposalLayer } from './layers/proposal.ts';
import { type SharesData, sharesLayer } from './layers/shares.ts';
import { type TracksData, tracksLayer } from './layers/tracks.ts';
import type { Padding } from './map.ts';
import classes from './map-view.module.css';
import { type Hovered, selectMode } from './modes/select.ts';
import { useLayer, useMap, useMode } from './use-map.ts';

type Props = {
  areas: AreaFeature[] | undefined;
  cells: CellsData;
  shares: SharesData;
  /** The colours of that name are on the screen. */
  onColoured: (of: string) => void;
  tracks: TracksData;
  fixes: FixesData;
  proposal: ProposalData;
  focus: Focus | undefined;
  padding: Padding;
  /** Where the map stood when its address was written; undefined where it shows the focus. */
  camera: Camera | undefined;
  onCamera: (camera: Camera) => void;
  /** The map, for what is drawn on it only at times. */
  onMap: (map: MapLibre | null) => void;
  onSelect: (cell: number | undefined) => void;
  onTrack: (track: number) => void;
  onFix: (index: number) => void;
  /** What is said of the cell under the pointer besides its name. */
  describe: (cell: number) => string;
};

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

function useFocus(map: ReturnType<typeof useMap>, { focus, padding }: Pick<Props, 'focus' | 'padding'>) {
  const shown = useRef(focus?.key);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new place moves the map, not a resized panel
  useEffect(() => {
    if (!map || !focus || focus.key === shown.current) return;
    shown.current = focus.key;
    const [west, south, east, north] = focus.bounds;
    const box: [[number, number], [number, number]] = [
      [west, south],
      [east, north],
    ];
    map.fitBounds(box, { padding, maxZoom: 13, animate: !calm(), duration: 900 });
  }, [map, focus?.key]);
}

const restMillis = 400;

/** Tells where the map stands once it has come to rest somewhere else; a resized window moves nothing. */
function useCamera(map: MapLibre | null, onCamera: (camera: Camera) => void) {
  useEffect(() => {
    if (!map) return;
    const read = () => ({ lon: map.getCenter().lng, lat: map.getCenter().lat, zoom: map.getZoom() });
    let known = read();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const tell = () => {
      const now = read();
      const isElsewhere =
        Math.abs(now.lon - known.lon) + Math.abs(now.lat - known.lat) > 1e-6 ||
        Math.abs(now.zoom - known.zoom) > 1e-3;
      if (!isElsewhere) return;
      known = now;
      clearTimeout(timer);
      timer = setTimeout(onCamera, restMillis, { ...now, lon: ((now.lon + 540) % 360) - 180 });
    };
    map.on('moveend', tell);
    return () => {
      clearTimeout(timer);
      map.off('moveend', tell);
    };
  }, [map, onCamera]);
}

function useColoured(map: MapLibre | null, onColoured: (of: string) => void) {
  useEffect(() => {
    if (!map) return;
    const element = map.getContainer();
    const tell = () => onColoured(element.dataset['colours'] ?? '');
    element.addEventListener('coloured', tell);
    return () => element.removeEventListener('coloured', tell);
  }, [map, onColoured]);
}

function Tip({ hovered, text }: { hovered: Hovered; text: string }) {
  return (
    <div
      className={classes.tip}
      ref={(element) => element?.style.setProperty('translate', `${hovered.x + 14}px ${hovered.y + 14}px`)}
    >
      <strong>{hovered.name}</strong>
      {text && <span>{text}</span>}
    </div>
  );
}

/** The map and its layers; it draws what it is given and reports clicks. */
export default function MapView({
  areas,
  cells,
  shares,
  onColoured,
  tracks,
  fixes,
  proposal,
  focus,
  padding,
  camera,
  onCamera,
  onMap,
  onSelect,
  onTrack,
  onFix,
  describe,
}: Props) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<Hovered>();
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: t.map.canvas,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, camera ?? (focus && { bounds: focus.bounds, padding }));
  useEffect(() => onMap(map), [map, onMap]);
  useCamera(map, onCamera);
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, sharesLayer, shares);
  useLayer(map, cellsLayer, cells);
  useColoured(map, onColoured);
  useLayer(map, cellNamesLayer, cells.tiles);
  useLayer(map, tracksLayer, tracks);
  useLayer(map, fixesLayer, fixes);
  useLayer(map, proposalLayer, proposal);
  useMode(
    map,
    useCallback(
      (target) =>
        selectMode(target, { select: onSelect, openTrack: onTrack, openFix: onFix, hover: setHovered }),
      [onSelect, onTrack, onFix],
    ),
  );
  useFocus(map, { focus, padding });
  return (
    <div className={classes.frame}>
      <div ref={container} className={classes.map} data-map="busy" />
      {hovered && <Tip hovered={hovered} text={describe(hovered.cell)} />}
    </div>
  );
}

import type { LineString, Polygon } from 'geojson';
import type { Map as MapLibre } from 'maplibre-gl';
import { type RefObject, useCallback, useEffect, useMemo, useRef } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import type { Focus } from '../../map/focus.ts';
import { areasLayer } from '../../map/layers/areas.ts';
import type { Mode } from '../../map/modes/select.ts';
import { useLayer, useMap, useMode } from '../../map/use-map.ts';
import type { AreaFeature, Bounds } from '../../types.ts';
import { shapeOf, type Tool } from '../state/tool.ts';
import { useWords } from '../words.ts';
import { type BordersCallbacks, bordersMode } from './borders-mode.ts';
import { boxMode } from './box-mode.ts';
import { type EditedCells, editedCellsLayer } from './cells-layer.ts';
import { type DrawCallbacks, type DrawMode, drawMode } from './draw-mode.ts';
import classes from './editor-map.module.css';
import { handlesLayer, type ShownHandles } from './handles-layer.ts';
import { type LockCallbacks, lockMode } from './lock-mode.ts';
import { type Mark, marksLayer } from './marks-layer.ts';
import { overlayOf } from './overlay.ts';
import { type PlanTiles, planTilesLayer } from './plan-tiles.ts';
import { type ReferenceLines, referenceLinesLayer } from './reference-layer.ts';

export type MapCallbacks = BordersCallbacks &
  LockCallbacks &
  Omit<DrawCallbacks, 'drawn'> & {
    drawn: (tool: Tool, geometry: Polygon | LineString) => void;
    view: (bounds: Bounds) => void;
  };

type Props = {
  areas: AreaFeature[] | undefined;
  tiles: PlanTiles;
  edited: EditedCells;
  handles: ShownHandles;
  marks: readonly Mark[];
  lines: ReferenceLines;
  tool: Tool;
  focus: Focus | undefined;
  calls: MapCallbacks;
  /** The drawing under way, for keys and buttons. */
  drawing: RefObject<DrawMode | null>;
};

const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The map of the editor; it draws what it is given and reports what is done on it. */
export default function EditorMap({
  areas,
  tiles,
  edited,
  handles,
  marks,
  lines,
  tool,
  focus,
  calls,
  drawing,
}: Props) {
  const { t } = useI18n();
  const words = useWords();
  const container = useRef<HTMLDivElement>(null);
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: words.map,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, focus && { bounds: focus.bounds, padding });
  useLayer(map, areasLayer, areas);
  useLayer(map, planTilesLayer, tiles);
  useLayer(map, referenceLinesLayer, lines);
  useLayer(map, editedCellsLayer, edited);
  useLayer(map, handlesLayer, handles);
  useLayer(map, marksLayer, marks);
  const latest = useLatest(calls);
  useMode(
    map,
    useCallback((target: MapLibre) => modeOf(target, tool, latest, drawing), [tool, latest, drawing]),
  );
  useView(map, latest);
  useFlight(map, focus);
  return (
    <div className={classes['frame']}>
      <div ref={container} className={classes['map']} data-map="busy" data-editor-map />
    </div>
  );
}

const padding = { top: 60, bottom: 60, left: 40, right: 40 };

/** What is called changes with every rendering; a mode stays as it is while the pointer moves. */
function useLatest(calls: MapCallbacks): MapCallbacks {
  const ref = useRef(calls);
  ref.current = calls;
  return useMemo(
    () => ({
      context: () => ref.current.context(),
      select: (...of) => ref.current.select(...of),
      add: (...of) => ref.current.add(...of),
      selectVertex: (...of) => ref.current.selectVertex(...of),
      moving: (...of) => ref.current.moving(...of),
      reshape: (...of) => ref.current.reshape(...of),
      crosses: (...of) => ref.current.crosses(...of),
      changed: (...of) => ref.current.changed(...of),
      drawn: (...of) => ref.current.drawn(...of),
      refused: (...of) => ref.current.refused(...of),
      leave: () => ref.current.leave(),
      lock: (...of) => ref.current.lock(...of),
      view: (...of) => ref.current.view(...of),
    }),
    [],
  );
}

/** The mode of a tool with an overlay of its own, which goes with it. */
function modeOf(map: MapLibre, tool: Tool, calls: MapCallbacks, drawing: RefObject<DrawMode | null>): Mode {
  const overlay = overlayOf(map);
  const shape = shapeOf[tool];
  const draw =
    shape && drawMode(map, overlay, shape, { ...calls, drawn: (geometry) => calls.drawn(tool, geometry) });
  const other = tool === 'box' ? boxMode : tool === 'lock' ? lockMode : bordersMode;
  const mode = draw ?? other(map, overlay, calls);
  return {
    enter: () => {
      drawing.current = draw ?? null;
      mode.enter();
    },
    exit: () => {
      drawing.current = null;
      mode.exit();
      overlay.remove();
    },
  };
}

function useView(map: MapLibre | null, { view }: MapCallbacks) {
  useEffect(() => {
    if (!map) return;
    const tell = () => {
      const seen = map.getBounds();
      const bounds: Bounds = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()];
      // Whoever tests the page finds places on the map by it.
      map.getContainer().setAttribute('data-view', bounds.join());
      view(bounds);
    };
    tell();
    map.on('moveend', tell);
    return () => void map.off('moveend', tell);
  }, [map, view]);
}

function useFlight(map: MapLibre | null, focus: Focus | undefined) {
  const shown = useRef(focus?.key);
  useEffect(() => {
    if (!map || !focus || focus.key === shown.current) return;
    shown.current = focus.key;
    const [west, south, east, north] = focus.bounds;
    const box: [[number, number], [number, number]] = [
      [west, south],
      [east, north],
    ];
    map.fitBounds(box, { padding, maxZoom: 17, animate: !calm(), duration: 700 });
  }, [map, focus]);
}

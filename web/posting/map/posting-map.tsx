import type { Map as MapLibre } from 'maplibre-gl';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import type { Focus } from '../../map/focus.ts';
import { areasLayer } from '../../map/layers/areas.ts';
import { cellNamesLayer } from '../../map/layers/cell-names.ts';
import { graticuleLayer } from '../../map/layers/graticule.ts';
import classes from '../../map/map-view.module.css';
import type { Hovered, Mode } from '../../map/modes/select.ts';
import { useLayer, useMap, useMode } from '../../map/use-map.ts';
import { overlayOf } from '../../plan-editor/map/overlay.ts';
import type { AreaFeature } from '../../types.ts';
import { useWords } from '../words.ts';
import { type PickCallbacks, pickMode, type Tool } from './pick-mode.ts';
import { type PostingCells, postingCellsLayer } from './posting-cells.ts';
import own from './posting-map.module.css';

type Props = {
  areas: AreaFeature[] | undefined;
  cells: PostingCells;
  focus: Focus | undefined;
  tool: Tool;
  onClick: PickCallbacks['click'];
  onDrawn: PickCallbacks['drawn'];
  /** What is said of the cell under the pointer besides its name. */
  describe: (cell: number) => string;
};

const padding = { top: 50, bottom: 50, left: 40, right: 40 };
const calm = () => window.matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The map on which cells are chosen; it draws what it is given and reports what is pointed at. */
export default function PostingMap({ areas, cells, focus, tool, onClick, onDrawn, describe }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const container = useRef<HTMLDivElement>(null);
  const [hovered, setHovered] = useState<Hovered>();
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: words.map.canvas,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, focus && { bounds: focus.bounds, padding });
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, postingCellsLayer, cells);
  useLayer(map, cellNamesLayer, cells.tiles);
  const calls = useLatest({ click: onClick, drawn: onDrawn, hover: setHovered });
  useMode(
    map,
    useCallback((target: MapLibre) => withOverlay(target, tool, calls), [tool, calls]),
  );
  useFlight(map, focus);
  return (
    <div className={classes.frame}>
      <div ref={container} className={`${classes.map} ${own.map}`} data-map="busy" />
      <span className={own.cross} aria-hidden="true" />
      {hovered && (
        <div
          className={classes.tip}
          ref={(element) =>
            element?.style.setProperty('translate', `${hovered.x + 14}px ${hovered.y + 14}px`)
          }
        >
          <strong>{hovered.name}</strong>
          <span>{describe(hovered.cell)}</span>
        </div>
      )}
    </div>
  );
}

/** What is called changes with every rendering; a mode stays as it is while the pointer moves. */
function useLatest(calls: PickCallbacks): PickCallbacks {
  const ref = useRef(calls);
  ref.current = calls;
  return useMemo(
    () => ({
      click: (...of) => ref.current.click(...of),
      drawn: (...of) => ref.current.drawn(...of),
      hover: (...of) => ref.current.hover(...of),
    }),
    [],
  );
}

function withOverlay(map: MapLibre, tool: Tool, calls: PickCallbacks): Mode {
  const overlay = overlayOf(map);
  const mode = pickMode(map, overlay, tool, calls);
  return {
    enter: mode.enter,
    exit: () => {
      mode.exit();
      overlay.remove();
    },
  };
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
    map.fitBounds(box, { padding, maxZoom: 13, animate: !calm(), duration: 700 });
  }, [map, focus]);
}

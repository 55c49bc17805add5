import type { Map as MapLibre } from 'maplibre-gl';
import { useCallback, useMemo, useRef } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { areasLayer } from '../map/layers/areas.ts';
import { graticuleLayer } from '../map/layers/graticule.ts';
import { planLinesLayer } from '../map/layers/plan-lines.ts';
import classes from '../map/map-view.module.css';
import { useLayer, useMap, useMode } from '../map/use-map.ts';
import type { Camera } from '../state/view.ts';
import type { AreaFeature, Bounds } from '../types.ts';
import { type AroundData, aroundLayer } from './around-layer.ts';
import { type AskCalls, type AskTool, askMode } from './ask-mode.ts';
import { useWords } from './words.ts';

type Props = {
  areas: AreaFeature[] | undefined;
  /** Address template of the tiles of the plan that is drawn below. */
  tiles: string | undefined;
  bounds: Bounds | undefined;
  /** Where the map begins, where that is said. */
  camera: Camera | undefined;
  data: AroundData;
  tool: AskTool;
  calls: AskCalls;
};

const padding = { top: 30, bottom: 30, left: 30, right: 30 };

/** The map on which is asked; it draws what it is given and reports what is drawn or pointed at. */
export default function AroundMap({ areas, tiles, bounds, camera, data, tool, calls }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const container = useRef<HTMLDivElement>(null);
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: words.mapLabel,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, camera ?? (bounds && { bounds, padding }));
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, planLinesLayer, tiles);
  useLayer(map, aroundLayer, data);
  // What is called changes with every rendering; a mode stays as it is while the pointer moves.
  const latest = useRef(calls);
  latest.current = calls;
  const steady = useMemo<AskCalls>(
    () => ({
      drawn: (outline) => latest.current.drawn(outline),
      pointed: (point) => latest.current.pointed(point),
      refused: (reason) => latest.current.refused(reason),
    }),
    [],
  );
  useMode(
    map,
    useCallback((target: MapLibre) => askMode(target, tool, steady), [tool, steady]),
  );
  return (
    <div className={classes.frame}>
      <div ref={container} className={classes.map} data-map="busy" />
    </div>
  );
}

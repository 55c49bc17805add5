import type { Map as MapLibre, MapMouseEvent } from 'maplibre-gl';
import { useCallback, useRef } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { areasLayer } from '../map/layers/areas.ts';
import { graticuleLayer } from '../map/layers/graticule.ts';
import { pickMode } from '../map/modes/pick.ts';
import type { Mode } from '../map/modes/select.ts';
import { useLayer, useMap, useMode } from '../map/use-map.ts';
import type { AreaFeature, Bounds } from '../types.ts';
import { type DrawnPoints, pointsDots, pointsLayer } from './points-layer.ts';

type Props = {
  areas: AreaFeature[];
  /** Undefined where no area is known: then all of the country shows. */
  bounds: Bounds | undefined;
  drawn: DrawnPoints;
  /** Whether a click says a place; else it chooses a point. */
  isPlacing: boolean;
  onPlace: (position: [lon: number, lat: number]) => void;
  onChoose: (id: number) => void;
};

const padding = { top: 16, bottom: 16, left: 16, right: 16 };

/** The points on a map, where a click places one or chooses one. */
export default function PointsMap({ areas, bounds, drawn, isPlacing, onPlace, onChoose }: Props) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: t.map.canvas,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, bounds && { bounds, padding });
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, pointsLayer, drawn);
  useMode(
    map,
    useCallback(
      (target) => (isPlacing ? pickMode(target, onPlace) : choosePoint(target, onChoose)),
      [isPlacing, onPlace, onChoose],
    ),
  );
  return <div ref={container} data-map="busy" />;
}

/** A click on or beside a dot chooses its point: fingers are wide. */
function choosePoint(map: MapLibre, onChoose: (id: number) => void): Mode {
  const reach = 10;
  const choose = ({ point }: MapMouseEvent) => {
    if (!map.getLayer(pointsDots)) return;
    const [found] = map.queryRenderedFeatures(
      [
        [point.x - reach, point.y - reach],
        [point.x + reach, point.y + reach],
      ],
      { layers: [pointsDots] },
    );
    const id = found?.properties['id'];
    if (typeof id === 'number') onChoose(id);
  };
  return { enter: () => map.on('click', choose), exit: () => map.off('click', choose) };
}

import { useCallback, useRef } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { areasLayer } from '../map/layers/areas.ts';
import { graticuleLayer } from '../map/layers/graticule.ts';
import { type Spot, spotLayer } from '../map/layers/spot.ts';
import { pickMode } from '../map/modes/pick.ts';
import { useLayer, useMap, useMode } from '../map/use-map.ts';
import type { AreaFeature, Bounds } from '../types.ts';

type Props = {
  areas: AreaFeature[];
  bounds: Bounds;
  spot: Spot | undefined;
  onPick: (position: [lon: number, lat: number]) => void;
};

const padding = { top: 12, bottom: 12, left: 12, right: 12 };

/** The areas on a map where a click says the place. */
export default function PlaceMap({ areas, bounds, spot, onPick }: Props) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: t.map.canvas,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, { bounds, padding });
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, spotLayer, spot);
  useMode(
    map,
    useCallback((target) => pickMode(target, onPick), [onPick]),
  );
  return <div ref={container} data-map="busy" />;
}

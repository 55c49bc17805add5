import type { MapLayerMouseEvent } from 'maplibre-gl';
import { useEffect, useRef } from 'react';
import { useI18n } from '../i18n/index.tsx';
import type { AreaFeature, Bounds } from '../types.ts';
import { areasLayer } from './layers/areas.ts';
import { type ChangesData, changesLayer } from './layers/changes.ts';
import { graticuleLayer } from './layers/graticule.ts';
import { planLinesLayer } from './layers/plan-lines.ts';
import classes from './map-view.module.css';
import { useLayer, useMap } from './use-map.ts';

type Props = {
  areas: AreaFeature[] | undefined;
  /** Address template of the tiles of the plan that is drawn below. */
  tiles: string | undefined;
  changes: ChangesData;
  /** Where to look; a new array moves the map. */
  bounds: Bounds | undefined;
  onSelect: (id: number) => void;
};

const padding = { top: 30, bottom: 30, left: 30, right: 30 };

/** A map of what differs between two plans. */
export default function ChangesView({ areas, tiles, changes, bounds, onSelect }: Props) {
  const { t } = useI18n();
  const container = useRef<HTMLDivElement>(null);
  const texts = {
    zoomIn: t.map.zoomIn,
    zoomOut: t.map.zoomOut,
    title: t.versions.compare.mapLabel,
    attribution: t.map.attribution,
  };
  const map = useMap(container, texts, bounds && { bounds, padding });
  useLayer(map, graticuleLayer, undefined);
  useLayer(map, areasLayer, areas);
  useLayer(map, planLinesLayer, tiles);
  useLayer(map, changesLayer, changes);
  useEffect(() => {
    if (map && bounds) map.fitBounds(bounds, { padding, maxZoom: 14, animate: false });
  }, [map, bounds]);
  useEffect(() => {
    if (!map) return;
    const select = ({ features }: MapLayerMouseEvent) => {
      const id = features?.[0]?.id;
      if (typeof id === 'number') onSelect(id);
    };
    map.on('click', 'changes-fill', select);
    return () => void map.off('click', 'changes-fill', select);
  }, [map, onSelect]);
  return (
    <div className={classes.frame}>
      <div ref={container} className={classes.map} data-map="busy" />
    </div>
  );
}

import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { deskApi } from '../api-desk.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { sweepLayer, sweepMinZoom } from '../map/layers/sweep.ts';
import { useLayer } from '../map/use-map.ts';
import classes from './sweep-on-map.module.css';

type Props = { map: MapLibre; plan: number; bounds: { from: string; to: string } };

/** Draws what was swept in the period, and says so where one must come closer to see it. */
export default function SweepOnMap({ map, plan, bounds }: Props) {
  const words = useDeskWords();
  const [isFar, setIsFar] = useState(() => map.getZoom() < sweepMinZoom);
  useEffect(() => {
    const look = () => setIsFar(map.getZoom() < sweepMinZoom);
    map.on('zoomend', look);
    return () => void map.off('zoomend', look);
  }, [map]);
  useLayer(map, sweepLayer, deskApi.sweepTiles(plan, bounds));
  if (!isFar) return null;
  return (
    <div className={classes.note} role="status">
      {words.sweep.closer}
    </div>
  );
}

import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useState } from 'react';
import { deskApi } from '../api-desk.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { sweepLayer, sweepMinZoom } from '../map/layers/sweep.ts';
import { useLayer } from '../map/use-map.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './sweep-on-map.module.css';

type Props = { map: MapLibre; plan: number; bounds: { from: string; to: string } };

const refreshMillis = 120_000;
const pendingMillis = 5_000;

/** Draws what was swept in the period, and says so where one must come closer to see it or it is still worked out. */
export default function SweepOnMap({ map, plan, bounds }: Props) {
  const words = useDeskWords();
  const [isFar, setIsFar] = useState(() => map.getZoom() < sweepMinZoom);
  useEffect(() => {
    const look = () => setIsFar(map.getZoom() < sweepMinZoom);
    map.on('zoomend', look);
    return () => void map.off('zoomend', look);
  }, [map]);
  const state = useQuery({
    queryKey: ['coverage', 'sweeps', plan, bounds],
    queryFn: () => deskApi.sweeps(plan, bounds),
    enabled: !isFar,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state: { data } }) => (data?.pending ? pendingMillis : refreshMillis),
  });
  // Pictures of what is not worked out are empty: none is asked for until there is something to be seen.
  const isWhole = state.data?.pending === false;
  useLayer(map, sweepLayer, isWhole ? deskApi.sweepTiles(plan, bounds) : undefined);
  if (isFar) return <Note text={words.sweep.closer} />;
  if (state.isError)
    return (
      <div className={classes.failure}>
        <ErrorNotice error={state.error} retry={() => state.refetch()} />
      </div>
    );
  if (!isWhole || state.isPlaceholderData) return <Note text={words.sweep.pending} isLate />;
  return null;
}

/** `isLate` of what is mostly over before it could be read. */
function Note({ text, isLate = false }: { text: string; isLate?: boolean }) {
  return (
    <div className={isLate ? `${classes.note} ${classes.late}` : classes.note} role="status">
      {text}
    </div>
  );
}

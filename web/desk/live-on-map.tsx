import type { Map as MapLibre } from 'maplibre-gl';
import { useMemo } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { liveLayer } from '../map/layers/live.ts';
import { useLayer } from '../map/use-map.ts';
import { useClock } from '../state/clock.tsx';
import { useLiveFeed } from './live-feed.ts';
import { useNow } from './use-now.ts';

/** Draws where people on duty are. */
export default function LiveOnMap({ map }: { map: MapLibre }) {
  const { t } = useI18n();
  const clock = useClock();
  const { positions } = useLiveFeed(true);
  const now = useNow();
  const points = useMemo(
    () =>
      positions.map(({ at, person, deviceName, ...position }) => {
        const age = Math.max(0, (now - Date.parse(at)) / 1000);
        const name = person?.name ?? deviceName;
        return { ...position, age, label: age < 60 ? name : `${name}\n${t.measures.ago(age)}` };
      }),
    [positions, now, t],
  );
  useLayer(map, liveLayer, points);
  return <span hidden data-live={positions.length} data-zone={clock.timeZone} />;
}

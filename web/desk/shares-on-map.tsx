import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { deskApi } from '../api-desk.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { type AreaShare, sharesLayer } from '../map/layers/shares.ts';
import { useLayer } from '../map/use-map.ts';
import type { AreaFeature, CellCoverage, Plan } from '../types.ts';
import { How } from './how.tsx';
import { shareClasses, sharesMaxZoom, sharesOf } from './shares.ts';
import classes from './shares-on-map.module.css';

type Props = {
  map: MapLibre;
  plan: Plan;
  areas: ReadonlyMap<number, AreaFeature>;
  rows: ReadonlyMap<number, CellCoverage>;
};

const kinds = ['station', 'township'] as const;

function useIsFarOut(map: MapLibre, maxZoom: number): boolean {
  const [isFarOut, setIsFarOut] = useState(() => map.getZoom() < maxZoom);
  useEffect(() => {
    const look = () => setIsFarOut(map.getZoom() < maxZoom);
    look();
    map.on('zoomend', look);
    return () => void map.off('zoomend', look);
  }, [map, maxZoom]);
  return isFarOut;
}

/** Far out, where cells are too small to be seen, the share of each station or township. */
export default function SharesOnMap({ map, plan, areas, rows }: Props) {
  const words = useDeskWords();
  const maxZoom = plan.bounds ? sharesMaxZoom(plan.bounds, plan.cells) : 0;
  const isFarOut = useIsFarOut(map, maxZoom);
  const query = useQuery({
    queryKey: ['plans', 'area-cells', plan.id, plan.revision],
    queryFn: () => deskApi.areaCells(plan.id),
    enabled: isFarOut,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const known = query.data?.areas;
  const there = kinds.filter((kind) => known?.some((area) => area.kind === kind));
  const [chosen, setChosen] = useState<(typeof kinds)[number]>();
  const kind = chosen ?? there[0] ?? 'station';
  const shares = useMemo(() => sharesOf(known ?? [], kind, rows), [known, kind, rows]);
  const data = useMemo(
    () => ({
      maxZoom,
      areas: shares.flatMap(({ area, met, judged }): AreaShare[] => {
        const feature = areas.get(area);
        if (!feature) return [];
        const percent = `${Math.round((met / judged) * 100)}%`;
        const label = `${feature.properties.name}\n${percent} ${words.shares.figure(met, judged)}`;
        return [{ geometry: feature.geometry, share: met / judged, label }];
      }),
    }),
    [shares, areas, maxZoom, words],
  );
  useLayer(map, sharesLayer, data);
  if (!isFarOut || data.areas.length === 0) return null;
  return (
    <section className={classes.card} aria-label={words.shares.title}>
      <div className={classes.head}>
        <strong>{words.shares.title}</strong>
        <How text={words.shares.explain} />
      </div>
      {there.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={words.shares.title}
          data={there.map((value) => ({ value, label: words.shares.kinds[value] }))}
          value={kind}
          onChange={(value) => setChosen(kinds.find((one) => one === value))}
        />
      )}
      <ul className={classes.scale}>
        {shareClasses.map(({ from, colour }, index) => (
          <li key={from}>
            <span style={{ background: colour }} />
            {`${from * 100}–${(shareClasses[index + 1]?.from ?? 1) * 100}%`}
          </li>
        ))}
      </ul>
      <Table shares={shares} areas={areas} />
    </section>
  );
}

function Table({ shares, areas }: { shares: ReturnType<typeof sharesOf>; areas: Props['areas'] }) {
  const words = useDeskWords();
  const [open, setOpen] = useState(false);
  const sorted = shares.toSorted((a, b) => a.met / a.judged - b.met / b.judged);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.asTable}</summary>
      <table className={classes.table}>
        <tbody>
          {sorted.map(({ area, met, judged }) => (
            <tr key={area}>
              <td>{areas.get(area)?.properties.name}</td>
              <td>{words.shares.figure(met, judged)}</td>
              <td>{Math.round((met / judged) * 100)}%</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

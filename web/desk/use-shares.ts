import { useQuery } from '@tanstack/react-query';
import type { Map as MapLibre } from 'maplibre-gl';
import { useEffect, useMemo, useState } from 'react';
import { useDeskWords } from '../i18n/desk.ts';
import type { AreaShare } from '../map/layers/shares.ts';
import { areaCellsQuery } from '../state/map-data.ts';
import type { AreaFeature, CellStatus, Plan } from '../types.ts';
import { sharesMaxZoom, sharesOf } from './shares.ts';

export const shareKinds = ['station', 'township'] as const;
export type ShareKind = (typeof shareKinds)[number];

function useIsFarOut(map: MapLibre | null, maxZoom: number): boolean {
  const [isFarOut, setIsFarOut] = useState(false);
  useEffect(() => {
    if (!map) return;
    const look = () => setIsFarOut(map.getZoom() < maxZoom);
    look();
    map.on('zoomend', look);
    return () => void map.off('zoomend', look);
  }, [map, maxZoom]);
  return isFarOut;
}

type Known = {
  plan: Plan | undefined;
  areas: ReadonlyMap<number, AreaFeature>;
  areasKnown: boolean;
  rows: ReadonlyMap<number, { status: CellStatus }>;
};

/** The share of each station or township, which is told in place of the cells where these are too small to be seen. */
export function useShares(map: MapLibre | null, { plan, areas, areasKnown, rows }: Known) {
  const words = useDeskWords();
  const maxZoom = plan?.bounds ? sharesMaxZoom(plan.bounds, plan.cells) : 0;
  const isFarOut = useIsFarOut(map, maxZoom);
  const query = useQuery({ ...areaCellsQuery(plan), enabled: isFarOut && plan !== undefined });
  const known = query.data?.areas;
  const kinds = useMemo(
    () => shareKinds.filter((kind) => known?.some((area) => area.kind === kind && areas.has(area.area))),
    [known, areas],
  );
  const [chosen, choose] = useState<ShareKind>();
  const kind = chosen && kinds.includes(chosen) ? chosen : (kinds[0] ?? 'station');
  const shares = useMemo(() => sharesOf(known ?? [], kind, rows), [known, kind, rows]);
  const drawn = useMemo(
    () =>
      shares.flatMap(({ area, met, judged }): AreaShare[] => {
        const feature = areas.get(area);
        if (!feature) return [];
        const percent = `${Math.round((met / judged) * 100)}%`;
        const label = `${feature.properties.name}\n${percent} ${words.shares.figure(met, judged)}`;
        return [{ geometry: feature.geometry, share: met / judged, label }];
      }),
    [shares, areas, words],
  );
  const isPending = isFarOut && (query.isLoading || !areasKnown);
  return {
    isFarOut,
    /** It is not known yet whether there are any. */
    isPending,
    /** From which zoom cells are drawn in their place; undefined where there are none. */
    cellsFromZoom: isPending || kinds.length > 0 ? maxZoom : undefined,
    maxZoom,
    kinds,
    kind,
    choose,
    shares,
    drawn,
  };
}

export type Shares = ReturnType<typeof useShares>;

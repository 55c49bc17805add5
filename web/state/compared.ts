import { useQuery } from '@tanstack/react-query';
import type { FeatureCollection, Geometry, MultiPolygon, Polygon } from 'geojson';
import { useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { versionsApi } from '../api-versions.ts';
import type { Plan } from '../types.ts';
import type { EditAnswer } from '../types-plans.ts';
import { isInForce } from './map-data.ts';

const idOf = (text: string | null) => (text && /^\d+$/.test(text) ? Number(text) : undefined);

/** Which two plans are compared: those of the address, else the one in force and the draft or plan made of it. */
export function usePair(plans: Plan[]) {
  const [search, setSearch] = useSearchParams();
  const [asked, askedOther] = [idOf(search.get('plan')), idOf(search.get('other'))];
  const plan = plans.find(({ id }) => id === asked) ?? plans.find((one) => isInForce(one)) ?? plans[0];
  const other =
    plans.find(({ id }) => id === askedOther) ?? plans.find((one) => isNext(one, plan)) ?? undefined;
  const choose = (next: { plan?: number | undefined; other?: number | undefined }) =>
    setSearch(
      () => {
        const chosen = new URLSearchParams();
        const [one, two] = [next.plan ?? plan?.id, next.other ?? other?.id];
        if (one !== undefined) chosen.set('plan', String(one));
        if (two !== undefined) chosen.set('other', String(two));
        return chosen;
      },
      { replace: true },
    );
  return { plan, other, choose };
}

function isNext(one: Plan, plan: Plan | undefined): boolean {
  return plan !== undefined && one.id !== plan.id && one.scopeAreaId === plan.scopeAreaId;
}

/** The difference of two plans of one layer, the crosswalk of two layers. */
export function useCompared(plan: Plan | undefined, other: Plan | undefined) {
  const isPair = plan !== undefined && other !== undefined && plan.id !== other.id;
  const isCrosswalk = isPair && plan.layer !== other.layer;
  const key = [plan?.id, plan?.revision, other?.id, other?.revision];
  const [id, otherId] = [plan?.id ?? 0, other?.id ?? 0];
  const difference = useQuery({
    queryKey: ['plans', 'difference', ...key],
    queryFn: () => versionsApi.difference(id, otherId),
    enabled: isPair && !isCrosswalk,
  });
  const crosswalk = useQuery({
    queryKey: ['plans', 'crosswalk', ...key],
    queryFn: () => versionsApi.crosswalk(id, otherId),
    enabled: isCrosswalk,
  });
  const mismatches = useQuery({
    queryKey: ['plans', 'mismatches', ...key],
    queryFn: () => versionsApi.mismatches(id, otherId),
    enabled: isCrosswalk,
  });
  const features = useMemo(
    () => (isCrosswalk ? drawn(mismatches.data?.features) : drawn(difference.data?.features)),
    [isCrosswalk, mismatches.data, difference.data],
  );
  return { isPair, isCrosswalk, difference, crosswalk, mismatches, features };
}

type Drawable = { id: number; geometry: Polygon | MultiPolygon; properties: { kind: string } };

/** As the map takes them. */
function drawn(features: readonly Drawable[] | undefined) {
  if (!features) return undefined;
  return {
    type: 'FeatureCollection' as const,
    features: features.map(({ id, geometry, properties: { kind } }) => ({
      type: 'Feature' as const,
      id,
      geometry,
      properties: { kind },
    })),
  };
}

/** With the outlines that cells would have, which are no changes to be selected. */
export function withPreview(
  { type, features }: NonNullable<ReturnType<typeof drawn>>,
  previewed: EditAnswer | undefined,
): FeatureCollection<Geometry, { kind: string }> {
  const made = (previewed?.changed ?? []).map(({ geometry }) => ({
    type: 'Feature' as const,
    geometry,
    properties: { kind: 'preview' },
  }));
  return { type, features: [...features, ...made] };
}

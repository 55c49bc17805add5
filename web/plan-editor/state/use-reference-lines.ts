import { useQueries } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import { useMemo, useRef } from 'react';
import { plansApi } from '../../api-plans.ts';
import type { Bounds } from '../../types.ts';

/** A layer of a whole city is more than can be followed: what is in view is, up to this many lines. */
const mostFeatures = 5_000;

/** The lines of the chosen layers around the cells in the editor; absent while none is chosen. */
export function useReferenceLines(
  layers: readonly number[],
  area: Bounds | null,
): FeatureCollection | undefined {
  const answers = useQueries({
    queries: layers.map((id) => ({
      queryKey: ['layers', id, area],
      queryFn: () => plansApi.layerFeatures(id, { bbox: area?.join(','), limit: mostFeatures }),
      enabled: area !== null,
      staleTime: 300_000,
    })),
  });
  const pages = answers.flatMap(({ data }) => data ?? []);
  const held = useRef(pages);
  // A new list at every rendering would draw the map again at every rendering.
  const isSame =
    pages.length === held.current.length && pages.every((page, place) => page === held.current[place]);
  if (!isSame) held.current = pages;
  const { current } = held;
  return useMemo(
    () =>
      current.length > 0
        ? { type: 'FeatureCollection', features: current.flatMap(({ features }) => features) }
        : undefined,
    [current],
  );
}

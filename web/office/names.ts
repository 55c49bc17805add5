import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { officeApi } from '../api-office.ts';
import { useAreas } from '../state/map-data.ts';

/** The name of an area by its id. */
export function useAreaName(): (id: number | null | undefined) => string {
  const areas = useAreas().data;
  // The same function until the areas change: what is worked out with it is kept as long.
  return useMemo(() => {
    const names = new Map((areas ?? []).map((area) => [area.id, area.properties.name]));
    return (id) => (id === null || id === undefined ? '' : (names.get(id) ?? `#${id}`));
  }, [areas]);
}

/** The name of a person by id, among the first thousand of the register. */
export function usePersonName(): (id: number) => string {
  const people = useQuery({
    queryKey: ['people', 'names'],
    queryFn: () => officeApi.people({ limit: 1000 }),
    staleTime: 300_000,
  });
  const names = new Map((people.data?.people ?? []).map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? `#${id}`;
}

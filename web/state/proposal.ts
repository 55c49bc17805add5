import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo, useState } from 'react';
import { matchingApi, type Proposal } from '../api-matching.ts';
import type { ProposalData } from '../map/layers/proposal.ts';

/** A proposal with what of it is chosen; at first everything that is open. */
export function useProposal(id: number | undefined) {
  const query = useQuery({
    queryKey: ['proposal', id],
    queryFn: () => matchingApi.proposal(id ?? 0),
    enabled: id !== undefined,
    retry: false,
  });
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const { data } = query;
  useEffect(() => setChosen(new Set(data ? openOf(data) : [])), [data]);
  const drawn = useMemo(
    () => (data && id !== undefined ? drawnOf(data, chosen) : undefined),
    [data, id, chosen],
  );
  return { query, chosen, setChosen, drawn };
}

export type ProposalState = ReturnType<typeof useProposal>;

export function openOf({ suggestions }: Proposal): number[] {
  return suggestions.filter(({ state }) => state === 'open').map(({ position }) => position);
}

type Features = NonNullable<ProposalData>['features'];

function drawnOf(
  { suggestions, unmet, gaps }: Proposal,
  chosen: ReadonlySet<number>,
): NonNullable<ProposalData> {
  const sent = suggestions.flatMap(({ position, state, from, to }): Features => {
    if (!to || state === 'declined' || state === 'refused') return [];
    const properties = { state: state === 'open' && chosen.has(position) ? 'chosen' : state };
    const point = (kind: 'from' | 'to', at: [number, number]): Features[number] => ({
      type: 'Feature',
      properties: { kind, ...properties },
      geometry: { type: 'Point', coordinates: at },
    });
    if (!from) return [point('to', to)];
    const way: Features[number] = {
      type: 'Feature',
      properties: { kind: 'way', ...properties },
      geometry: { type: 'LineString', coordinates: [from, to] },
    };
    return [way, point('from', from), point('to', to)];
  });
  const placeOf = new Map(gaps.map(({ id, position }) => [id, position]));
  const left = unmet.flatMap(({ gapId }): Features => {
    const at = placeOf.get(gapId);
    if (!at) return [];
    const properties = { kind: 'unmet' as const, state: 'unmet' };
    return [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: at } }];
  });
  return { type: 'FeatureCollection', features: [...sent, ...left] };
}

import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { plansApi } from '../api-plans.ts';
import { versionsApi } from '../api-versions.ts';
import type { Plan } from '../types.ts';
import type { MismatchKind, SnapRequest } from '../types-versions.ts';

/** Kinds of mismatch that a border can be moved for. */
export const canSnap = (kind: MismatchKind) => kind === 'crossing' || kind === 'sliver';

/** `other-way`: the two plans are named in the other order. */
type Offer = 'yes' | 'other-way' | 'no';

function offerOf(plan: Plan | undefined, other: Plan | undefined): Offer {
  const isDraftOfPolice = (one: Plan | undefined) => one?.layer === 'police' && one.status === 'draft';
  if (isDraftOfPolice(plan) && other?.layer === 'community') return 'yes';
  return isDraftOfPolice(other) && plan?.layer === 'community' ? 'other-way' : 'no';
}

/** Moving borders of a police draft onto those of the community plan: looked at first, then done, then undone. */
export function useSnapping(plan: Plan | undefined, other: Plan | undefined) {
  const queries = useQueryClient();
  const [looked, setLooked] = useState<SnapRequest | null>(null);
  const [id, otherId] = [plan?.id ?? 0, other?.id ?? 0];
  const revisions = { revision: plan?.revision ?? 0, otherRevision: other?.revision ?? 0 };
  const look = useMutation({
    mutationFn: (request: SnapRequest) =>
      versionsApi.snap(id, otherId, { ...request, ...revisions, preview: true }),
  });
  const settled = () => {
    setLooked(null);
    look.reset();
    return queries.invalidateQueries({ queryKey: ['plans'] });
  };
  const make = useMutation({
    mutationFn: (request: SnapRequest) => versionsApi.snap(id, otherId, { ...request, ...revisions }),
    onSuccess: settled,
  });
  const undo = useMutation({
    mutationFn: () => plansApi.undo(id),
    onSuccess: () => {
      make.reset();
      return settled();
    },
  });
  return {
    offer: offerOf(plan, other),
    key: looked && JSON.stringify(looked),
    previewed: looked ? look.data : undefined,
    isBusy: look.isPending || make.isPending || undo.isPending,
    error: look.error ?? make.error ?? undo.error,
    made: make.data,
    preview: (request: SnapRequest | null) => {
      setLooked(request);
      make.reset();
      look.reset();
      if (request) look.mutate(request);
    },
    snap: (request: SnapRequest) => make.mutate(request),
    undo: () => undo.mutate(),
  };
}
export type Snapping = ReturnType<typeof useSnapping>;

import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { api } from '../api.ts';
import type { FixesData } from '../map/layers/fixes.ts';
import type { FixFeature, ListedTrack } from '../types.ts';

export type FixState = 'good' | 'flagged' | 'restored' | 'excluded';

/** A track is a day at most: so many positions it has where there is one every second. */
const mostFixes = 90_000;

/** What is thought of a position: by the rules, or by a person. */
export function stateOf({ properties: { flags, restored, excluded } }: FixFeature): FixState {
  if (excluded) return 'excluded';
  if (restored) return 'restored';
  return flags.length > 0 ? 'flagged' : 'good';
}

async function fixesOf({ deviceId, from, to }: ListedTrack): Promise<FixFeature[]> {
  const fixes: FixFeature[] = [];
  // Half-open: the last position counts.
  const end = new Date(Date.parse(to) + 1).toISOString();
  let cursor: string | undefined;
  do {
    const page = await api.fixes(deviceId ?? 0, { from, to: end, cursor });
    fixes.push(...page.features);
    cursor = page.next ?? undefined;
  } while (cursor && fixes.length < mostFixes);
  return fixes;
}

/** The positions of the open track, once somebody asks for them, and the one that was picked. */
export function useTrackFixes(track: ListedTrack | undefined) {
  const [shown, setShown] = useState<number>();
  const [picked, setPicked] = useState<string>();
  const isShown = track !== undefined && shown === track.id;
  const query = useQuery({
    queryKey: ['tracks', track?.id, 'fixes'],
    queryFn: () => (track ? fixesOf(track) : []),
    enabled: isShown,
  });
  const fixes = isShown ? query.data : undefined;
  const index = fixes?.findIndex((fix) => nameOf(fix) === picked) ?? -1;
  const drawn = useMemo(
    (): FixesData => ({
      points: fixes && {
        type: 'FeatureCollection',
        features: fixes.map((fix, id) => ({ ...fix, id, properties: { state: stateOf(fix) } })),
      },
      selected: index < 0 ? undefined : index,
    }),
    [fixes, index],
  );
  return {
    drawn,
    isShown,
    isLoading: isShown && query.isLoading,
    error: isShown ? query.error : null,
    fix: fixes?.[index],
    toggle: () => setShown(isShown ? undefined : track?.id),
    open: useCallback((at: number) => setPicked(fixes?.[at] && nameOf(fixes[at])), [fixes]),
    close: () => setPicked(undefined),
  };
}

export type TrackFixes = ReturnType<typeof useTrackFixes>;

const nameOf = ({ properties, geometry }: FixFeature) => `${properties.recordedAt} ${geometry.coordinates}`;

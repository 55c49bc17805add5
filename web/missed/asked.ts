import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import type { Query } from '../http.ts';
import { findGapKind } from '../state/gap-kinds.ts';
import type { GapKind } from '../types.ts';

/** What the list shows; all of it is in the address, so that it can be sent to somebody. */
export type Asked = {
  day: string | undefined;
  station: string | undefined;
  kind: GapKind | undefined;
  which: 'missed' | 'due';
};

const isoDay = /^\d{4}-\d{2}-\d{2}$/;

function parseAsked(search: URLSearchParams): Asked {
  const [day, station] = [search.get('day') ?? '', search.get('station') ?? ''];
  return {
    day: isoDay.test(day) ? day : undefined,
    station: /^(\d{1,15}|none)$/.test(station) ? station : undefined,
    kind: findGapKind(search.get('kind')),
    which: search.get('which') === 'due' ? 'due' : 'missed',
  };
}

/** The question as the server takes it; of a day that is over nothing is due. */
export function queryOf({ which, ...asked }: Asked): Query {
  return { ...asked, ...(which === 'due' && asked.day === undefined && { which }) };
}

export function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const [search, setSearch] = useSearchParams();
  const asked = useMemo(() => parseAsked(search), [search]);
  const change = useCallback(
    (part: Partial<Asked>) =>
      setSearch(
        (previous) => {
          const next = new URLSearchParams();
          for (const [name, value] of Object.entries({ ...parseAsked(previous), ...part }))
            if (value !== undefined && value !== 'missed') next.set(name, value);
          return next;
        },
        { replace: true },
      ),
    [setSearch],
  );
  return [asked, change];
}

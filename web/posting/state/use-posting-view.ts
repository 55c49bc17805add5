import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'wouter';
import { formatPostingView, type PostingView, parsePostingView } from '../address.ts';

/** The view of the address, and how to change a part of it. */
export function usePostingView(): [PostingView, (change: Partial<PostingView>) => void] {
  const [search, setSearch] = useSearchParams();
  const view = useMemo(() => parsePostingView(search), [search]);
  const change = useCallback(
    (part: Partial<PostingView>) =>
      setSearch((previous) => formatPostingView({ ...parsePostingView(previous), ...part }), {
        replace: true,
      }),
    [setSearch],
  );
  return [view, change];
}

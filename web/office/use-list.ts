import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';

export type Page<T> = { rows: T[]; next: string | null };

/** A paged list of the server as one growing array. */
export function useList<T>(key: readonly unknown[], load: (cursor: string | undefined) => Promise<Page<T>>) {
  const query = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam }) => load(pageParam || undefined),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  return { ...query, rows: query.data?.pages.flatMap((page) => page.rows) };
}

export type List<T> = ReturnType<typeof useList<T>>;

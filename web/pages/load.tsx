import { Button, Center, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { loadApi } from '../api-load.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { type LoadOrder, LoadTable } from '../load/load-table.tsx';
import { SpreadTable } from '../load/spread-table.tsx';
import { type LoadWords, useLoadWords } from '../load/words.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { addDays } from '../state/period.ts';
import { holds, useSession } from '../state/session.ts';

type Asked = { station: number | null; team: string; kind: string; from: string; to: string };

const usualDays = 30;
const rowsAtOnce = 100;

/** What everybody answers for and did, compared with their kind in a team or station. */
export default function Load() {
  const { t } = useI18n();
  const words = useLoadWords();
  const clock = useClock();
  const isChief = holds(useSession().data, ['chief']);
  const [asked, setAsked] = useState<Asked>(() => {
    const today = clock.isoDate(new Date().toISOString());
    return { station: null, team: '', kind: '', from: addDays(today, -usualDays), to: '' };
  });
  const [order, setOrder] = useState<LoadOrder>({ sort: 'cells', order: 'most' });
  const isReversed = asked.to !== '' && asked.to <= asked.from;
  const list = useInfiniteQuery({
    queryKey: ['load', asked, order],
    queryFn: ({ pageParam }) =>
      loadApi.load({
        station: asked.station ?? undefined,
        team: asked.team || undefined,
        kind: asked.kind || undefined,
        from: asked.from || undefined,
        to: asked.to || undefined,
        ...order,
        limit: rowsAtOnce,
        cursor: pageParam || undefined,
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: !isReversed,
  });
  const [first] = list.data?.pages ?? [];
  const people = list.data?.pages.flatMap((page) => page.people) ?? [];
  return (
    <PageFrame
      title={t.pages.load}
      lead={words.lead}
      filters={isChief && <Filters asked={asked} change={setAsked} words={words} isReversed={isReversed} />}
    >
      {!isChief && <Text size="sm">{words.own}</Text>}
      {list.error ? (
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      ) : !first ? (
        <Skeleton height={240} role="status" aria-label={t.shell.loading} />
      ) : people.length === 0 ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <>
          <SpreadTable groups={first.groups} words={words} />
          <LoadTable
            isLinked={isChief}
            people={people}
            groups={new Map(first.groups.map((group) => [group.kind, group]))}
            words={words}
            order={order}
            onOrder={setOrder}
          />
          {list.hasNextPage && (
            <Center>
              <Button
                variant="default"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t.common.more}
              </Button>
            </Center>
          )}
          <Text size="xs" c="dimmed" maw="90ch">
            {words.legend}{' '}
            {words.counting(
              clock.fullDateTime(first.at),
              clock.fullDateTime(first.from),
              clock.fullDateTime(first.to),
            )}
            {first.isEstimated && ` ${words.estimated}`}
          </Text>
        </>
      )}
    </PageFrame>
  );
}

type FiltersProps = {
  asked: Asked;
  change: (asked: Asked) => void;
  words: LoadWords;
  isReversed: boolean;
};

function Filters({ asked, change, words, isReversed }: FiltersProps) {
  const { t } = useI18n();
  const teams = useQuery({
    queryKey: ['teams', 'names'],
    queryFn: () => officeApi.teams({ limit: 1_000 }),
    staleTime: 300_000,
  });
  return (
    <>
      <AreaPicker
        label={words.station}
        placeholder={t.common.all}
        kinds={['station']}
        value={asked.station}
        onChange={(station) => change({ ...asked, station })}
      />
      <NativeSelect
        label={words.team}
        data={[
          { value: '', label: words.allTeams },
          ...(teams.data?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
        ]}
        value={asked.team}
        onChange={({ currentTarget }) => change({ ...asked, team: currentTarget.value })}
      />
      <NativeSelect
        label={words.kind}
        data={[
          { value: '', label: words.allKinds },
          ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label })),
        ]}
        value={asked.kind}
        onChange={({ currentTarget }) => change({ ...asked, kind: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.from}
        value={asked.from}
        onChange={({ currentTarget }) => change({ ...asked, from: currentTarget.value })}
      />
      <TextInput
        type="date"
        label={words.to}
        value={asked.to}
        error={isReversed && words.reversed}
        onChange={({ currentTarget }) => change({ ...asked, to: currentTarget.value })}
      />
    </>
  );
}

import { Badge, Button, Center, Group, Menu, Skeleton, Stack, Text, Tooltip } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import type { MissedList } from '../../server/missed/missed.ts';
import { missedApi } from '../api-missed.ts';
import { address, type Query } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { type Asked, queryOf, useAsked } from '../missed/asked.ts';
import { MissedFilters } from '../missed/missed-filters.tsx';
import { MissedSections } from '../missed/missed-list.tsx';
import { type MissedWords, useMissedWords } from '../missed/words.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { Counted } from '../shell/counted.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import { weekOfDate } from '../weekly/iso-week.ts';

const rowsAtOnce = 200;
const pendingMillis = 10_000;

/** What was not met on a day, station by station, with who answers for it and what would close it. */
export default function Missed() {
  const { t } = useI18n();
  const words = useMissedWords();
  const [asked, change] = useAsked();
  const mayAssign = holds(useSession().data, ['chief']);
  const query = queryOf(asked);
  const list = useInfiniteQuery({
    queryKey: ['missed', query],
    queryFn: ({ pageParam }) =>
      missedApi.list({ ...query, limit: rowsAtOnce, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pages[0]?.pending ? pendingMillis : false),
  });
  const [first] = list.data?.pages ?? [];
  return (
    <PageFrame
      title={t.pages.missed}
      lead={words.lead}
      actions={<Actions asked={asked} query={query} words={words} />}
      filters={<MissedFilters asked={asked} change={change} words={words} />}
    >
      {list.error ? (
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      ) : !first ? (
        <Skeleton height={240} role="status" aria-label={t.shell.loading} />
      ) : (
        <Stack gap="md" style={{ opacity: list.isPlaceholderData ? 0.6 : 1 }}>
          <Summary list={first} which={asked.which} words={words} />
          <MissedSections
            list={first}
            rows={list.data?.pages.flatMap((page) => page.rows) ?? []}
            mayAssign={mayAssign && asked.which === 'missed'}
            isDue={asked.which === 'due' && !first.isOver}
            words={words}
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
        </Stack>
      )}
    </PageFrame>
  );
}

function Summary({ list, which, words }: { list: MissedList; which: Asked['which']; words: MissedWords }) {
  const clock = useClock();
  const { total, isOver, isProvisional, pending, asOf } = list;
  const isDue = which === 'due' && !isOver;
  const text = isDue ? words.dueTotal(total) : words.total(total);
  return (
    <Group gap="xs">
      <Text fw={600} role="status">
        {total > 0 ? text : isDue ? words.nothingDue : words.nothing}
      </Text>
      <Counted how={isDue ? words.how.due : words.how.total} />
      <Text size="sm" c="dimmed">
        {isOver ? words.asOf(clock.fullDateTime(asOf)) : `${words.running} · ${clock.time(asOf)}`}
      </Text>
      {isProvisional && <Caveat label={words.provisional} hint={words.provisionalHint} />}
      {pending && <Caveat label={words.pending} hint={words.pendingHint} />}
    </Group>
  );
}

function Caveat({ label, hint }: { label: string; hint: string }) {
  return (
    <Tooltip label={hint} multiline w={260} events={{ hover: true, focus: true, touch: true }}>
      <Badge color="yellow" variant="light" tt="none" tabIndex={0}>
        {label}
      </Badge>
    </Tooltip>
  );
}

function Actions({ asked, query, words }: { asked: Asked; query: Query; words: MissedWords }) {
  const { language } = useI18n();
  const mayWeekly = holds(useSession().data, ['chief', 'planner', 'viewer']);
  const weeklyQuery = {
    ...(asked.station !== undefined && asked.station !== 'none' && { area: asked.station }),
    ...(asked.day !== undefined && { week: weekOfDate(asked.day) }),
  };
  return (
    <>
      <Button component={Link} href={address('/missed/print', { day: asked.day, station: asked.station })}>
        {words.print}
      </Button>
      {mayWeekly && (
        <Button component={Link} variant="default" href={address('/weekly', weeklyQuery)}>
          {words.weekly}
        </Button>
      )}
      <Menu position="bottom-end">
        <Menu.Target>
          <Button variant="default">{words.export}</Button>
        </Menu.Target>
        <Menu.Dropdown>
          {['xlsx', 'csv', 'geojson'].map((f) => (
            <Menu.Item
              key={f}
              component="a"
              href={missedApi.file({ ...query, f, lang: language })}
              download
              rel="noopener"
            >
              {f === 'geojson' ? 'GeoJSON' : f.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}

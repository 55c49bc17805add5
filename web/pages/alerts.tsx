import { Button, Center, Alert as Notice, SegmentedControl, Skeleton, Text } from '@mantine/core';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { ReadInput } from '../../server/alerts/alert.ts';
import { AlertItem } from '../alerts/alert-item.tsx';
import classes from '../alerts/alerts.module.css';
import { QuietHours } from '../alerts/quiet-hours.tsx';
import { shortCount } from '../alerts/short-count.ts';
import { useAlertWords } from '../alerts/words.ts';
import { alertsApi } from '../api-alerts.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { Counted } from '../shell/counted.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';

/** What the account was told, newest first. */
export default function Alerts() {
  const { t } = useI18n();
  const words = useAlertWords();
  const clock = useClock();
  const [state, setState] = useState('all');
  const [withHeld, setWithHeld] = useState(false);
  const list = useInfiniteQuery({
    queryKey: ['alerts', 'list', state, withHeld],
    queryFn: ({ pageParam }) =>
      alertsApi.list({ state, held: withHeld, limit: 50, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
  });
  const read = useSubmission({ work: (body: ReadInput) => alertsApi.read(body), changes: ['alerts'] });
  const [first] = list.data?.pages ?? [];
  const alerts = list.data?.pages.flatMap((page) => page.alerts) ?? [];
  const newest = alerts[0];
  return (
    <PageFrame
      title={t.pages.alerts}
      lead={words.lead}
      actions={<QuietHours words={words} />}
      filters={
        <>
          <SegmentedControl
            aria-label={words.which}
            data={[
              { value: 'all', label: words.all },
              { value: 'unread', label: words.unread },
            ]}
            value={state}
            onChange={setState}
          />
          <Button
            variant="default"
            disabled={!newest || !first?.unread}
            loading={read.isPending}
            onClick={() => newest && read.mutate({ upTo: newest.id })}
          >
            {words.markAll}
          </Button>
          <Counted how={words.how} />
        </>
      }
    >
      {first && first.heldUntil !== null && first.held > 0 && !withHeld && (
        <Notice color="blue" variant="light">
          {words.held(shortCount(first.held), clock.time(first.heldUntil))}{' '}
          <Button size="compact-xs" variant="subtle" onClick={() => setWithHeld(true)}>
            {words.showHeld}
          </Button>
        </Notice>
      )}
      {list.error ? (
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      ) : !first ? (
        <Skeleton height={200} role="status" aria-label={t.shell.loading} />
      ) : alerts.length === 0 ? (
        <Center mih={140}>
          <Text c="dimmed">{words.empty}</Text>
        </Center>
      ) : (
        <ul className={classes.list} aria-label={t.pages.alerts}>
          {alerts.map((one) => (
            <AlertItem key={one.id} alert={one} words={words} onRead={() => read.mutate({ ids: [one.id] })} />
          ))}
        </ul>
      )}
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
    </PageFrame>
  );
}

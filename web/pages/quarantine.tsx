import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { Link, useSearch } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { quarantine as en } from '../i18n/en-quarantine.ts';
import { useI18n } from '../i18n/index.tsx';
import { quarantine as zh } from '../i18n/zh-quarantine.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { QuarantinedRecords } from '../office/quarantined-records.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { QuarantineFilter, WaitingCount } from '../types-office.ts';

const keyOf = ({ deviceId, protocol, reason }: WaitingCount) => `${deviceId} ${protocol} ${reason}`;
const filterOf = ({ deviceId, protocol, reason }: WaitingCount) => ({ deviceId, protocol, reason });

/** What could not be understood, by device and reason: shown as it came, decoded again, dismissed, taken out. */
export default function Quarantine() {
  const { t, language } = useI18n();
  const words = language === 'zh' ? zh : en;
  const clock = useClock();
  const isChief = holds(useSession().data, ['chief']);
  const device = Number(new URLSearchParams(useSearch()).get('device')) || undefined;
  const [shown, setShown] = useState<string>();
  const list = useList(['quarantine', 'counts', device ?? 0], async () => {
    const { counts } = await officeApi.quarantineCounts({ device });
    return { rows: counts, next: null };
  });
  const opened = list.rows?.find((row) => keyOf(row) === shown);
  const columns = [
    { name: words.device, show: (row: WaitingCount) => row.device },
    { name: words.reason, show: (row: WaitingCount) => words.reasons[row.reason] ?? row.reason },
    { name: words.protocol, show: (row: WaitingCount) => row.protocol },
    { name: words.count, numeric: true, show: (row: WaitingCount) => row.count.toLocaleString() },
    { name: words.since, show: (row: WaitingCount) => clock.fullDateTime(row.lastAt) },
    {
      name: '',
      show: (row: WaitingCount) => (
        <Group gap="xs" wrap="nowrap">
          <Button
            size="compact-xs"
            variant="default"
            aria-expanded={keyOf(row) === shown}
            onClick={() => setShown(keyOf(row) === shown ? undefined : keyOf(row))}
          >
            {keyOf(row) === shown ? words.hide : words.show}
          </Button>
          {isChief && <Retry filter={filterOf(row)} label={words.retry} words={words} compact />}
          {isChief && <Dismiss row={row} words={words} />}
        </Group>
      ),
    },
  ];
  const all = device === undefined ? {} : { deviceId: device };
  return (
    <PageFrame
      title={t.pages.quarantine}
      lead={words.lead}
      actions={
        (list.rows?.length ?? 0) > 0 && (
          <>
            <Button component="a" variant="default" href={officeApi.quarantineFile({ device })} download>
              {words.export}
            </Button>
            {isChief && <Retry filter={all} label={words.retryAll} words={words} />}
          </>
        )
      }
      filters={
        device !== undefined && (
          <Text size="sm">
            {words.forDevice} · <Link href="/quarantine">{words.allDevices}</Link>
          </Text>
        )
      }
    >
      <Stack gap="lg">
        <RecordTable
          list={list}
          columns={columns}
          rowKey={keyOf}
          empty={words.empty}
          label={t.pages.quarantine}
        />
        {opened && <QuarantinedRecords key={shown} filter={filterOf(opened)} words={words} />}
      </Stack>
    </PageFrame>
  );
}

type RetryProps = { filter: QuarantineFilter; label: string; words: typeof zh; compact?: boolean };

function Retry({ filter, label, words, compact = false }: RetryProps) {
  const submission = useSubmission({
    work: (_: undefined) => officeApi.retryQuarantined(filter),
    changes: ['quarantine', 'devices'],
    done: ({ stored, still }) => words.retried(stored, still),
  });
  return (
    <Button
      size={compact ? 'compact-xs' : 'sm'}
      variant={compact ? 'light' : 'filled'}
      loading={submission.isPending}
      onClick={() => submission.mutate(undefined)}
    >
      {label}
    </Button>
  );
}

function Dismiss({ row, words }: { row: WaitingCount; words: typeof zh }) {
  const ask = () =>
    openAction('confirm', {
      title: words.dismissTitle,
      question: words.dismissQuestion(row.count),
      submitLabel: words.dismiss,
      done: words.dismissed,
      changes: ['quarantine', 'devices'],
      work: () => officeApi.dismissQuarantined(filterOf(row)),
    });
  return (
    <Button size="compact-xs" variant="subtle" color="red" onClick={ask}>
      {words.dismiss}
    </Button>
  );
}

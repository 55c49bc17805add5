import { Stack, Text, Title } from '@mantine/core';
import { officeApi } from '../api-office.ts';
import type { quarantine } from '../i18n/zh-quarantine.ts';
import { useClock } from '../state/clock.tsx';
import type { QuarantinedRecord } from '../types-office.ts';
import { RecordTable } from './record-table.tsx';
import { useList } from './use-list.ts';

type Props = { filter: { deviceId: number; protocol: string; reason: string }; words: typeof quarantine };

/** Records as they came, the latest first; each look is recorded by the server. */
export function QuarantinedRecords({ filter, words }: Props) {
  const clock = useClock();
  const { deviceId, protocol, reason } = filter;
  const list = useList(['quarantine', 'records', deviceId, protocol, reason], async (cursor) => {
    const { records, next } = await officeApi.quarantine({
      device: deviceId,
      protocol,
      reason,
      cursor,
      limit: 20,
    });
    return { rows: records, next };
  });
  const columns = [
    {
      name: words.received,
      show: (row: QuarantinedRecord) => (
        <>
          <Text size="sm">{clock.fullDateTime(row.receivedAt)}</Text>
          {row.attempts > 0 && (
            <Text size="xs" c="dimmed">
              {words.attempts(row.attempts)}
            </Text>
          )}
        </>
      ),
    },
    {
      name: words.records,
      show: (row: QuarantinedRecord) => (
        <Text size="xs" ff="monospace" style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>
          {row.isText ? row.text : `${words.hex}: ${row.text}`}
        </Text>
      ),
    },
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h4">
        {words.records}
      </Title>
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        empty={words.recordsEmpty}
        label={words.records}
      />
    </Stack>
  );
}

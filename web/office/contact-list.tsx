import { Stack, Title } from '@mantine/core';
import { officeApi } from '../api-office.ts';
import { useClock } from '../state/clock.tsx';
import type { Contact } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';
import { RecordTable } from './record-table.tsx';
import { useList } from './use-list.ts';

const rowsAPage = 20;

/** What a device delivered when, and what became of it. */
export function ContactList({ deviceId }: { deviceId: number }) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.one;
  const clock = useClock();
  const list = useList(['devices', deviceId, 'receipts'], async (cursor) => {
    const { receipts, next } = await officeApi.contacts(deviceId, { cursor, limit: rowsAPage });
    return { rows: receipts, next };
  });
  const columns = [
    { name: words.at, show: (row: Contact) => clock.fullDateTime(row.receivedAt) },
    {
      name: words.by,
      show: (row: Contact) => row.fileName ?? deviceWords.protocols[row.protocol] ?? row.protocol,
    },
    { name: words.received, numeric: true, show: (row: Contact) => String(row.received) },
    { name: words.stored, numeric: true, show: (row: Contact) => String(row.stored) },
    { name: words.refused, numeric: true, show: (row: Contact) => String(row.refused) },
    { name: words.notKept, numeric: true, show: (row: Contact) => String(row.offDuty) },
    {
      name: words.battery,
      numeric: true,
      show: (row: Contact) => (row.batteryPercent === null ? '' : `${row.batteryPercent}%`),
    },
    {
      name: words.labels,
      show: (row: Contact) =>
        Object.entries(row.labels ?? {})
          .map(([name, value]) => `${name}=${value}`)
          .join(' '),
    },
  ];
  return (
    <Stack gap="xs">
      <Title order={2} size="h5">
        {words.receipts}
      </Title>
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(row) => row.id}
        empty={words.noReceipts}
        label={words.receipts}
      />
    </Stack>
  );
}

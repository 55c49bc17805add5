import { Button, Group } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Device } from '../types-office.ts';

export default function Devices() {
  const { t } = useI18n();
  const words = t.office.devices;
  const clock = useClock();
  const mayCommand = holds(useSession().data, ['chief']);
  const list = useList(['devices', 'page'], async (cursor) => {
    const { devices, next } = await officeApi.devices({ cursor });
    return { rows: devices, next };
  });
  const columns = [
    { name: words.name, show: (device: Device) => device.name },
    { name: words.identity, show: (device: Device) => device.identity ?? '' },
    { name: words.carrier, show: (device: Device) => device.carrier?.name ?? words.nobody },
    {
      name: words.lastContact,
      show: (device: Device) => (device.lastContactAt ? clock.ago(device.lastContactAt) : words.never),
    },
    { name: words.datum, show: (device: Device) => device.datum.toUpperCase() },
    { name: '', show: (device: Device) => mayCommand && <DeviceActions device={device} /> },
  ];
  return (
    <PageFrame
      title={t.pages.devices}
      lead={words.lead}
      actions={mayCommand && <Button onClick={() => openAction('create-device')}>{words.create}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(device) => device.id}
        empty={words.empty}
        label={t.pages.devices}
      />
    </PageFrame>
  );
}

function DeviceActions({ device }: { device: Device }) {
  const { t } = useI18n();
  const words = t.office.devices;
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button size="compact-xs" variant="light" onClick={() => openAction('carry-device', { device })}>
        {words.carry}
      </Button>
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => openAction('upload-tracks', { deviceId: device.id })}
      >
        {words.upload}
      </Button>
      <Button size="compact-xs" variant="light" onClick={() => openAction('show-device-token', { device })}>
        {words.token}
      </Button>
    </Group>
  );
}

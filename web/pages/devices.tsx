import { Anchor, Button, Center, Group, Skeleton, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { assumedSilentSeconds, habitTimes, leastSilentSeconds } from '../../server/devices/habit.ts';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { DeviceState } from '../office/device-state.tsx';
import { useDeviceWords } from '../office/device-words.ts';
import classes from '../office/devices.module.css';
import { PageFrame } from '../office/page-frame.tsx';
import { useList } from '../office/use-list.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Device } from '../types-office.ts';

const cardsAPage = 50;

export default function Devices() {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.list;
  const mayCommand = holds(useSession().data, ['chief']);
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search.trim(), 250);
  const list = useList(['devices', 'page', q], async (cursor) => {
    const { devices, next } = await officeApi.devices({
      cursor,
      limit: cardsAPage,
      order: 'attention',
      q: q || undefined,
    });
    return { rows: devices, next };
  });
  const { rows } = list;
  return (
    <PageFrame
      title={t.pages.devices}
      lead={words.lead}
      actions={
        mayCommand && (
          <>
            <Button variant="default" onClick={() => openAction('create-device')}>
              {words.register}
            </Button>
            <Button onClick={() => openAction('enrol-device')}>{deviceWords.enrol.open}</Button>
          </>
        )
      }
      filters={
        <TextInput
          label={t.common.search}
          placeholder={words.search}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
          w={300}
          maw="100%"
        />
      }
    >
      {list.error && !rows && <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {!rows && !list.error && <Skeleton height={120} role="status" aria-label={t.shell.loading} />}
      {rows?.length === 0 && (
        <Center mih={140}>
          <Text c="dimmed" ta="center" maw="52ch">
            {q ? words.none : t.office.devices.empty}
          </Text>
        </Center>
      )}
      <ul className={classes.cards} aria-label={t.pages.devices}>
        {rows?.map((device) => (
          <DeviceCard key={device.id} device={device} mayCommand={mayCommand} />
        ))}
      </ul>
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
      <Text size="sm" c="dimmed" maw="90ch">
        {words.rule(habitTimes, leastSilentSeconds / 60, assumedSilentSeconds / 3600)}
      </Text>
    </PageFrame>
  );
}

function DeviceCard({ device, mayCommand }: { device: Device; mayCommand: boolean }) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = t.office.devices;
  const clock = useClock();
  const isSilent = (device.health?.silentSince ?? null) !== null;
  const heard = device.lastContactAt ? clock.ago(device.lastContactAt) : words.never;
  const battery = device.health?.batteryPercent ?? null;
  return (
    <li className={isSilent ? `${classes.card} ${classes.silent}` : classes.card}>
      <Stack gap={0}>
        <Anchor
          component={Link}
          href={`/devices/${device.id}`}
          fw={600}
          className="truncate"
          title={device.name}
        >
          {device.name}
        </Anchor>
        <Text size="sm" truncate title={device.carrier?.name ?? ''}>
          {device.carrier?.name ?? words.nobody}
          {device.identity && ` · ${device.identity}`}
        </Text>
        <Text size="sm" c="dimmed">
          {words.lastContact} {heard}
          {battery !== null && ` · ${deviceWords.list.battery} ${battery}%`}
        </Text>
      </Stack>
      <DeviceState device={device} />
      {mayCommand && (
        <Group gap={6} mt="auto">
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
          <Button size="compact-xs" variant="light" onClick={() => openAction('enrol-device', { device })}>
            {words.token}
          </Button>
        </Group>
      )}
    </li>
  );
}

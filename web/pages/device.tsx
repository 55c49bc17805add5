import { Anchor, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { ContactList } from '../office/contact-list.tsx';
import { DeviceFacts } from '../office/device-facts.tsx';
import { DeviceState } from '../office/device-state.tsx';
import { useDeviceWords } from '../office/device-words.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { TrackList } from '../office/track-list.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Device } from '../types-office.ts';

/** One device: how it does, its token, who carried it, its tracks and what it delivered. */
export default function DevicePage() {
  const deviceWords = useDeviceWords();
  const id = Number(useParams()['id']);
  const found = useQuery({ queryKey: ['devices', id], queryFn: () => officeApi.device(id) });
  const device = found.data;
  return (
    <PageFrame
      title={device?.name ?? deviceWords.one.title}
      actions={device && <Commands device={device} />}
      filters={
        <Anchor component={Link} href="/devices" size="sm">
          {deviceWords.one.back}
        </Anchor>
      }
    >
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {device && (
        <>
          <DeviceState device={device} />
          <DeviceFacts device={device} />
          <Token device={device} />
          <Carriers deviceId={device.id} />
          <TrackList deviceId={device.id} />
          <ContactList deviceId={device.id} />
        </>
      )}
    </PageFrame>
  );
}

function Commands({ device }: { device: Device }) {
  const { t } = useI18n();
  if (!holds(useSession().data, ['chief'])) return null;
  return (
    <>
      <Button variant="default" onClick={() => openAction('carry-device', { device })}>
        {t.office.devices.carry}
      </Button>
      <Button variant="default" onClick={() => openAction('upload-tracks', { deviceId: device.id })}>
        {t.office.devices.upload}
      </Button>
    </>
  );
}

function Token({ device }: { device: Device }) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.one;
  const revoke = () =>
    openAction('confirm', {
      title: words.revoke,
      question: words.revokeQuestion(device.name),
      submitLabel: words.revoke,
      done: words.revoked,
      changes: ['devices'],
      work: () => officeApi.revokeToken(device.id),
    });
  return (
    <Group gap="sm">
      <Text size="sm">
        {words.token}
        {': '}
        {device.hasToken ? words.tokenLive : words.tokenNone}
      </Text>
      {holds(useSession().data, ['chief']) && (
        <>
          <Button size="compact-sm" variant="light" onClick={() => openAction('enrol-device', { device })}>
            {words.rotate}
          </Button>
          {device.hasToken && (
            <Button size="compact-sm" variant="light" color="red" onClick={revoke}>
              {words.revoke}
            </Button>
          )}
        </>
      )}
    </Group>
  );
}

function Carriers({ deviceId }: { deviceId: number }) {
  const deviceWords = useDeviceWords();
  const period = usePeriodText();
  const mayCommand = holds(useSession().data, ['chief']);
  const found = useQuery({
    queryKey: ['devices', deviceId, 'carriers'],
    queryFn: () => officeApi.carriers(deviceId),
  });
  const carriers = found.data?.carriers;
  return (
    <Stack gap={2}>
      <Title order={2} size="h5">
        {deviceWords.one.carriers}
      </Title>
      {carriers?.length === 0 && <Text size="sm">{deviceWords.one.noCarriers}</Text>}
      {carriers?.map(({ id, personId, person, from, to }) => (
        <Text size="sm" key={id}>
          {person?.name ?? `#${personId}`} · {period(from, to)}{' '}
          {mayCommand && to === null && Date.parse(from) < Date.now() && (
            <HandBack deviceId={deviceId} carrierId={id} />
          )}
        </Text>
      ))}
    </Stack>
  );
}

function HandBack({ deviceId, carrierId }: { deviceId: number; carrierId: number }) {
  const words = useDeviceWords().one;
  const submission = useSubmission({
    work: (_: undefined) => officeApi.endCarrying(deviceId, carrierId, new Date().toISOString()),
    changes: ['devices'],
    done: () => words.handedBack,
  });
  return (
    <Button
      size="compact-xs"
      variant="light"
      loading={submission.isPending}
      onClick={() => submission.mutate(undefined)}
    >
      {words.handBack}
    </Button>
  );
}

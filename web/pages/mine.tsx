import { Anchor, Button, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { ContactList } from '../office/contact-list.tsx';
import { DeviceFacts } from '../office/device-facts.tsx';
import { DeviceState } from '../office/device-state.tsx';
import { useDeviceWords } from '../office/device-words.ts';
import classes from '../office/devices.module.css';
import { OwnDuty } from '../office/own-duty.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { TrackList } from '../office/track-list.tsx';
import { OwnFile } from '../people/own-file.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { useSession } from '../state/session.ts';

const PersonWeeks = lazy(() => import('../history/person-weeks.tsx'));

const looksShown = 10;

/** On and off duty, the device one carries, and everything that is stored about oneself. */
export default function Mine() {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const personId = useSession().data?.personId ?? null;
  return (
    <PageFrame title={t.pages.mine} lead={deviceWords.mine.lead}>
      {personId === null ? <Text>{deviceWords.mine.noPerson}</Text> : <Content personId={personId} />}
    </PageFrame>
  );
}

function Content({ personId }: { personId: number }) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.mine;
  const found = useQuery({
    queryKey: ['devices', 'mine', personId],
    queryFn: () => officeApi.devices({ person: personId }),
    refetchInterval: 30_000,
  });
  const devices = found.data?.devices;
  return (
    <>
      <OwnDuty devices={devices} />
      <Title order={2} size="h4">
        {words.devices}
      </Title>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {devices?.length === 0 && <Text size="sm">{words.noDevice}</Text>}
      {devices?.map((device) => (
        <Stack key={device.id} component="section" className={classes.card ?? ''} gap="md">
          <Text fw={600} className="truncate" title={device.name}>
            {device.name}
          </Text>
          <DeviceState device={device} />
          <DeviceFacts device={device} />
          <TrackList deviceId={device.id} />
          <ContactList deviceId={device.id} />
        </Stack>
      ))}
      <Suspense fallback={null}>
        <PersonWeeks personId={personId} isOwn />
      </Suspense>
      <OwnFile personId={personId} />
      <Stored />
      <Looked personId={personId} />
    </>
  );
}

function Stored() {
  const deviceWords = useDeviceWords();
  const words = deviceWords.mine;
  return (
    <Stack gap={6} align="flex-start">
      <Title order={2} size="h4">
        {words.stored}
      </Title>
      <Text size="sm">{words.downloadHint}</Text>
      <Button component="a" href={officeApi.exportOf.stored} download variant="default">
        {words.download}
      </Button>
    </Stack>
  );
}

function Looked({ personId }: { personId: number }) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.mine;
  const clock = useClock();
  const found = useQuery({
    queryKey: ['looks', 'mine', personId],
    queryFn: () => officeApi.looks({ person: personId, limit: looksShown }),
  });
  const whats: Record<string, string> = t.office.looks.whats;
  return (
    <Stack gap={2} align="flex-start">
      <Title order={2} size="h4">
        {words.looks}
      </Title>
      {found.data?.looks.length === 0 && <Text size="sm">{words.noLooks}</Text>}
      {found.data?.looks.map((look) => (
        <Text size="sm" key={look.id}>
          {clock.fullDateTime(look.lookedAt)} · {look.account.displayName} · {whats[look.what] ?? look.what}
        </Text>
      ))}
      {found.data?.next && (
        <Anchor component={Link} href="/looks" size="sm">
          {words.allLooks}
        </Anchor>
      )}
    </Stack>
  );
}

import { Alert, Anchor, Group, Loader, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { officeApi } from '../api-office.ts';
import { Icon } from '../shell/icon.tsx';
import type { Enrolment } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';
import classes from './devices.module.css';
import { QrCode } from './qr-code.tsx';
import { Secret } from './secret.tsx';

/** What a device is set up with, shown this once, and whether it has reported since. */
export function DeviceSetup({ enrolment }: { enrolment: Enrolment }) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.enrol;
  const { app, link, code, fields, doubt } = enrolment;
  return (
    <Stack gap="sm">
      {doubt && (
        <Alert color="orange" icon={<Icon name="warning" />} role="alert">
          {words.doubts[doubt]}
        </Alert>
      )}
      <ol className={classes.steps}>
        {deviceWords.steps[app].map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
      {code && <QrCode text={code} label={words.code} />}
      {link && (
        <Text size="sm" ta="center">
          <Anchor href={link}>{words.openLink}</Anchor>
        </Text>
      )}
      {link && <Secret label={words.link} value={link} />}
      {fields.map(({ name, value }) => (
        <Secret key={name} label={words.fields[name]} value={value} />
      ))}
      <Text size="sm" c="dimmed">
        {words.once}
      </Text>
      <FirstReport enrolment={enrolment} />
    </Stack>
  );
}

const askEveryMs = 3_000;

/** Asks until the device has been heard with its new token. */
function FirstReport({ enrolment: { device } }: { enrolment: Enrolment }) {
  const deviceWords = useDeviceWords();
  const [before] = useState(device.lastContactAt);
  const heard = useQuery({
    queryKey: ['devices', device.id, 'first-report', before],
    queryFn: () => officeApi.device(device.id),
    refetchInterval: ({ state }) => (state.data && state.data.lastContactAt !== before ? false : askEveryMs),
  });
  const hasReported = heard.data !== undefined && heard.data.lastContactAt !== before;
  const client = useQueryClient();
  useEffect(() => {
    if (hasReported) void client.invalidateQueries({ queryKey: ['devices', 'page'] });
  }, [hasReported, client]);
  return (
    <Group gap="xs" role="status">
      {hasReported ? <Icon name="check" /> : <Loader size="xs" />}
      <Text size="sm" fw={600} c={hasReported ? 'teal.8' : 'dimmed'}>
        {hasReported ? deviceWords.enrol.arrived : deviceWords.enrol.waiting}
      </Text>
    </Group>
  );
}

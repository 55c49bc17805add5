import { Button, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../api-office.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import type { Device } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';
import classes from './devices.module.css';
import { useSubmission } from './use-submission.ts';

/** On duty or not, since when, whether the device reports, and the one button that changes it. */
export function OwnDuty({ devices }: { devices: Device[] | undefined }) {
  const deviceWords = useDeviceWords();
  const words = deviceWords.mine;
  const clock = useClock();
  const present = useQuery({
    queryKey: ['duties', 'mine'],
    queryFn: officeApi.ownDuty,
    refetchInterval: 60_000,
  });
  const submission = useSubmission({
    work: async (isOn: boolean) => {
      await (isOn ? officeApi.goOffDuty() : officeApi.goOnDuty());
    },
    changes: ['duties', 'devices'],
  });
  if (present.error) return <ErrorNotice error={present.error} retry={() => void present.refetch()} />;
  if (!present.data) return null;
  const { duty } = present.data;
  const isOn = duty !== null;
  return (
    <Stack
      component="section"
      gap="xs"
      className={isOn ? `${classes.duty} ${classes.on}` : (classes.duty ?? '')}
    >
      <Text size="xl" fw={700} role="status">
        {isOn ? words.onDuty : words.offDuty}
      </Text>
      {duty && (
        <Text size="sm">
          {words.since(clock.fullDateTime(duty.from))}
          {duty.to && ` · ${words.until(clock.fullDateTime(duty.to))}`}
        </Text>
      )}
      {isOn &&
        devices?.map((device) => (
          <Text size="sm" key={device.id} className="truncate">
            {device.lastContactAt ? words.reporting(clock.ago(device.lastContactAt)) : words.never}
            {' · '}
            {device.name}
          </Text>
        ))}
      <Button
        size="xl"
        fullWidth
        color={isOn ? 'red.8' : 'teal.8'}
        loading={submission.isPending}
        onClick={() => submission.mutate(isOn)}
      >
        {isOn ? words.end : words.begin}
      </Button>
      {submission.error && <ErrorNotice error={submission.error} />}
      <Text size="sm">{isOn ? words.kept : words.notKept}</Text>
      <Text size="sm" c="dimmed">
        {words.late}
      </Text>
    </Stack>
  );
}

import { Button, Checkbox, Group, Popover, Stack, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { alertsApi } from '../api-alerts.ts';
import { useSubmission } from '../office/use-submission.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { AlertWords } from './words.ts';

/** When the account is not told anything. */
export function QuietHours({ words }: { words: AlertWords }) {
  const settings = useQuery({ queryKey: ['alerts', 'settings'], queryFn: alertsApi.settings });
  return (
    <Popover position="bottom-end" width={280} withArrow trapFocus>
      <Popover.Target>
        <Button variant="default">{words.settings}</Button>
      </Popover.Target>
      <Popover.Dropdown>
        {settings.data && (
          <QuietForm key={JSON.stringify(settings.data)} quiet={settings.data.quiet} words={words} />
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

type Quiet = { from: string; to: string } | null;

function QuietForm({ quiet, words }: { quiet: Quiet; words: AlertWords }) {
  const [isOn, setOn] = useState(quiet !== null);
  const [from, setFrom] = useState(quiet?.from ?? '22:00');
  const [to, setTo] = useState(quiet?.to ?? '06:00');
  const save = useSubmission({
    work: () => alertsApi.changeSettings({ quiet: isOn ? { from, to } : null }),
    changes: ['alerts'],
    done: () => words.saved,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      <Stack gap="sm">
        <Checkbox
          label={words.quiet}
          checked={isOn}
          onChange={({ currentTarget }) => setOn(currentTarget.checked)}
        />
        {isOn && (
          <Group grow>
            <TextInput
              type="time"
              label={words.from}
              value={from}
              onChange={({ currentTarget }) => setFrom(currentTarget.value)}
            />
            <TextInput
              type="time"
              label={words.to}
              value={to}
              onChange={({ currentTarget }) => setTo(currentTarget.value)}
            />
          </Group>
        )}
        {save.error && <ErrorNotice error={save.error} />}
        <Button type="submit" size="sm" loading={save.isPending} disabled={isOn && from === to}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}

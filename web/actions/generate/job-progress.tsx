import { Button, Group, Text } from '@mantine/core';
import { plansApi } from '../../api-plans.ts';
import type { Job } from '../../types-plans.ts';

export type RunningJob = { id: number; job: Job | null };

type Words = { working: string; progress: (percent: number) => string; cancel: string };

/** How far a run has come, and how to end it; null while it has not begun. */
export function JobProgress({ words, running }: { words: Words; running: RunningJob | null }) {
  const percent = Math.round((running?.job?.progress ?? 0) * 100);
  return (
    <div role="status">
      <Text size="sm" c="dimmed">
        {running ? (running.job?.message ?? words.progress(percent)) : words.working}
      </Text>
      {running && (
        <Group gap="sm" mt={4}>
          <progress max={100} value={percent} aria-label={words.progress(percent)} />
          <Button size="compact-xs" variant="default" onClick={() => void plansApi.cancelJob(running.id)}>
            {words.cancel}
          </Button>
        </Group>
      )}
    </div>
  );
}

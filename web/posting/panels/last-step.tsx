import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { postingApi } from '../../api-posting.ts';
import { useClock } from '../../state/clock.tsx';
import { refreshMap } from '../../state/refresh.ts';
import { postingKeys } from '../state/use-posting-data.ts';
import type { OwnChange } from '../types.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';

/** Older steps are nobody's slip any more. */
const offeredMillis = 24 * 3_600_000;

/** The user's last step of many, to be taken back. */
export function LastStep() {
  const words = useWords();
  const clock = useClock();
  const client = useQueryClient();
  const changes = useQuery({ queryKey: ['posting', 'changes'], queryFn: postingApi.changes });
  const undo = useMutation({
    mutationFn: postingApi.undo,
    onSuccess: ({ withdrawn, ended, restored, skipped }) => {
      const [first] = skipped;
      notifications.show({
        message: `${words.last.undone(withdrawn, ended, restored)}${first ? `. ${first.message}` : ''}`,
        color: first ? 'orange' : 'teal',
      });
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red' }),
    onSettled: () => {
      for (const key of postingKeys) void client.invalidateQueries({ queryKey: [key] });
      void refreshMap(client);
    },
  });
  const last = changes.data?.changes.find(({ undoneAt }) => undoneAt === null);
  if (!last || Date.now() - Date.parse(last.madeAt) > offeredMillis) return null;
  return (
    <div className={classes.last} role="status" aria-label={words.last.label}>
      <span>
        {clock.ago(last.madeAt)} · {words.last[last.kind](sizeOf(last))}
      </span>
      <Button
        size="compact-sm"
        variant="default"
        loading={undo.isPending}
        onClick={() => undo.mutate(last.id)}
      >
        {words.last.undo}
      </Button>
    </div>
  );
}

function sizeOf({ kind, created, ended, withdrawn }: OwnChange): number {
  return kind === 'assign' ? created : ended + withdrawn;
}

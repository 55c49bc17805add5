import { Button, Group, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import classes from '../office.module.css';
import { useSubmission } from '../use-submission.ts';

/** Undoes an import once it is confirmed, and says what could not be undone. */
export function UndoButton({ id }: { id: number }) {
  const { t } = useI18n();
  const words = useSheetWords();
  const [isAsking, setAsking] = useState(false);
  const undo = useSubmission({
    work: () => sheetsApi.undo(id),
    changes: ['people', 'past-imports', 'assignments'],
    after: () => setAsking(false),
  });
  if (undo.data)
    return (
      <Stack gap={4} role="status">
        <Text size="sm">{words.undone(undo.data.removed, undo.data.restored)}</Text>
        {undo.data.kept.length > 0 && <Text size="sm">{words.kept(undo.data.kept.length)}</Text>}
        <Stack gap={2} className={classes.problems ?? ''}>
          {undo.data.kept.slice(0, 500).map(({ personId, row, number, name, reason }) => (
            <Text size="sm" c="dimmed" key={personId}>
              {words.row(row)} {name} {number && `(${number})`}: {reason}
            </Text>
          ))}
        </Stack>
      </Stack>
    );
  return (
    <Stack gap={4}>
      <Group gap="xs">
        {isAsking && <Text size="sm">{words.undoQuestion}</Text>}
        <Button
          size="compact-sm"
          variant={isAsking ? 'filled' : 'light'}
          color="red"
          loading={undo.isPending}
          onClick={() => (isAsking ? undo.mutate(undefined) : setAsking(true))}
        >
          {words.undo}
        </Button>
        {isAsking && (
          <Button size="compact-sm" variant="default" onClick={() => setAsking(false)}>
            {t.common.cancel}
          </Button>
        )}
      </Group>
      <Text size="xs" c="dimmed">
        {words.undoHint}
      </Text>
      {undo.error && <ErrorNotice error={undo.error} />}
    </Stack>
  );
}

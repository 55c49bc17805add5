import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { type PeopleOutcome, type PeoplePreview, sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import classes from '../office.module.css';
import { UndoButton } from './undo-button.tsx';

type Props = { close: () => void; preview: PeoplePreview; outcome: PeopleOutcome };

/** What an import did, the rows that it did not take, and its undo. */
export function ImportOutcome({ close, preview, outcome }: Props) {
  const { t, language } = useI18n();
  const words = useSheetWords();
  const skipped = outcome.skippedCount ?? outcome.skipped.length;
  return (
    <Modal
      opened
      onClose={close}
      title={words.done}
      size="lg"
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <Stack gap="sm">
        <Text fw={600}>{words.outcome(outcome.created, outcome.updated, outcome.unchanged ?? 0)}</Text>
        {skipped > 0 && (
          <Stack gap={4}>
            <Text size="sm">{words.skipped(skipped)}</Text>
            <Stack gap={2} className={classes.problems ?? ''}>
              {outcome.skipped.slice(0, 200).map(({ index, row, reason }) => (
                <Text size="sm" c="red" key={index}>
                  {words.row(row ?? index + 1)}: {reason}
                </Text>
              ))}
            </Stack>
            <Button
              component="a"
              href={sheetsApi.refused(preview.id, language)}
              download
              size="compact-sm"
              variant="light"
              w="fit-content"
            >
              {words.refusedFile}
            </Button>
          </Stack>
        )}
        <UndoButton id={preview.id} />
        <Group justify="flex-end">
          <Button onClick={close}>{t.common.close}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}

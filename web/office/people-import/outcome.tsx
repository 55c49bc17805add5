import { Button, Stack, Text } from '@mantine/core';
import { type PeopleOutcome, type PeoplePreview, sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { FormDialog } from '../form-dialog.tsx';
import classes from '../office.module.css';
import { UndoButton } from './undo-button.tsx';

type Props = { close: () => void; preview: PeoplePreview; outcome: PeopleOutcome };

/** What an import did, the rows that it did not take, and its undo. */
export function ImportOutcome({ close, preview, outcome }: Props) {
  const { t, language } = useI18n();
  const words = useSheetWords();
  const skipped = outcome.skippedCount ?? outcome.skipped.length;
  return (
    <FormDialog
      title={words.done}
      close={close}
      size="lg"
      submitLabel={t.common.close}
      submission={{ isPending: false, error: null }}
      onSubmit={(event) => {
        event.preventDefault();
        close();
      }}
    >
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
    </FormDialog>
  );
}

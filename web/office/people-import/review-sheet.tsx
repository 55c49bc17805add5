import { Alert, Button, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { type PeopleOutcome, type PeoplePreview, sheetsApi } from '../../api-sheets.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { FormDialog } from '../form-dialog.tsx';
import { useSubmission } from '../use-submission.ts';
import { ColumnTable } from './column-table.tsx';
import { ProblemList } from './problem-list.tsx';
import { RowReview } from './row-review.tsx';
import { formOf, type SheetChoice } from './sheet-choice.ts';

type Props = {
  close: () => void;
  choice: SheetChoice;
  preview: PeoplePreview;
  onRead: (choice: SheetChoice, preview: PeoplePreview) => void;
  onDone: (outcome: PeopleOutcome) => void;
};

/** What a spreadsheet would do to the register, row by row; it is taken over from here. */
export function ReviewSheet({ close, choice, preview, onRead, onDone }: Props) {
  const { language } = useI18n();
  const words = useSheetWords();
  const read = useSubmission({
    work: async (again: SheetChoice) => ({ again, preview: await sheetsApi.preview(formOf(again)) }),
    after: (answer) => onRead(answer.again, answer.preview),
  });
  const commit = useSubmission({
    work: () => sheetsApi.commit(preview.id),
    changes: ['people', 'imports', 'assignments'],
    after: onDone,
  });
  const { reading } = preview;
  if (!reading) return null;
  const { create, update, refused } = reading.counts;
  const good = create + update;
  return (
    <FormDialog
      title={words.review}
      close={close}
      size="xl"
      submitLabel={good > 0 ? words.commit(good) : words.nothing}
      submission={commit}
      disabled={good === 0 || read.isPending}
      onSubmit={(event) => {
        event.preventDefault();
        commit.mutate(undefined);
      }}
    >
      <Group gap="lg" align="flex-end">
        <Stack gap={0}>
          <Text fw={600}>{words.readAs(preview.format, preview.encoding, preview.features)}</Text>
          <Text size="sm" c="dimmed">
            {words.headerRows(reading.headerRows)}
          </Text>
        </Stack>
        {reading.sheets.length > 1 && (
          <NativeSelect
            label={words.sheet}
            size="xs"
            data={reading.sheets}
            value={reading.sheet ?? ''}
            onChange={(event) => {
              const { mapping: _mapping, ...rest } = choice;
              read.mutate({ ...rest, sheet: event.currentTarget.value });
            }}
          />
        )}
      </Group>
      <Columns
        preview={preview}
        isReading={read.isPending}
        readAgain={(mapping) => read.mutate({ ...choice, mapping })}
      />
      {read.error && <ErrorNotice error={read.error} />}
      <ProblemList preview={preview} />
      {refused > 0 && (
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
      )}
      <RowReview id={preview.id} counts={reading.counts} />
    </FormDialog>
  );
}

type ColumnsProps = {
  preview: PeoplePreview;
  isReading: boolean;
  readAgain: (mapping: Record<string, string>) => void;
};

function Columns({ preview, isReading, readAgain }: ColumnsProps) {
  const words = useSheetWords();
  const first = Object.fromEntries(
    preview.fields.flatMap(({ name, mappedTo }) => (mappedTo ? [[name, mappedTo]] : [])),
  );
  const [mapping, setMapping] = useState<Record<string, string>>(first);
  const isChanged = JSON.stringify(sorted(mapping)) !== JSON.stringify(sorted(first));
  return (
    <Stack gap="xs">
      <ColumnTable columns={preview.fields} mapping={mapping} onChange={setMapping} />
      {isChanged && (
        <Alert color="blue" p="xs">
          <Button size="compact-sm" loading={isReading} onClick={() => readAgain(mapping)}>
            {words.again}
          </Button>
        </Alert>
      )}
    </Stack>
  );
}

const sorted = (mapping: Record<string, string>) =>
  Object.entries(mapping).sort(([a], [b]) => (a < b ? -1 : 1));

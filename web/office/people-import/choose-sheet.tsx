import { Anchor, Checkbox, FileInput, Group, NativeSelect, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { type PeoplePreview, sheetsApi } from '../../api-sheets.ts';
import { ApiError } from '../../http.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useSheetWords } from '../../i18n/sheets.ts';
import { FormDialog } from '../form-dialog.tsx';
import { AreaPicker } from '../pickers.tsx';
import { useSubmission } from '../use-submission.ts';
import { ColumnTable } from './column-table.tsx';
import { PastImports } from './past-imports.tsx';
import { formOf, type SheetChoice } from './sheet-choice.ts';

type Props = { close: () => void; onRead: (choice: SheetChoice, preview: PeoplePreview) => void };
type Values = Omit<SheetChoice, 'file'> & { file: File | null };

/** Chooses the file and what counts where it does not say. */
export function ChooseSheet({ close, onRead }: Props) {
  const { t, language } = useI18n();
  const words = useSheetWords();
  const [mapping, setMapping] = useState<Record<string, string>>({});
  const form = useForm<Values>({
    initialValues: {
      file: null,
      personKind: '',
      areaId: null,
      clearsBlanks: false,
      givesNumbers: false,
      encoding: '',
    },
    validate: { file: (value) => (value ? null : words.fileMissing) },
  });
  const submission = useSubmission({
    work: async (choice: SheetChoice) => ({ choice, preview: await sheetsApi.preview(formOf(choice)) }),
    after: ({ choice, preview }) => onRead(choice, preview),
  });
  const columns = unmappedColumns(submission.error);
  const submit = ({ file, ...values }: Values) => {
    if (!file) return;
    const chosen = columns.length > 0 && Object.keys(mapping).length > 0 ? { mapping } : {};
    submission.mutate({ ...values, ...chosen, file });
  };
  const kinds = Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }));
  return (
    <FormDialog
      title={words.title}
      close={close}
      size="lg"
      submitLabel={words.read}
      submission={submission}
      onSubmit={form.onSubmit(submit)}
    >
      <FileInput
        label={words.file}
        description={words.fileHint}
        accept=".xlsx,.csv,.txt,.tsv"
        placeholder={words.choose}
        data-autofocus
        {...form.getInputProps('file')}
      />
      <Anchor href={sheetsApi.template(language)} download size="sm">
        {words.template}
      </Anchor>
      <Stack gap={4}>
        <Text size="sm" fw={600}>
          {words.defaults}
        </Text>
        <Group grow align="flex-start">
          <NativeSelect
            label={words.kind}
            data={[{ value: '', label: words.kindNone }, ...kinds]}
            {...form.getInputProps('personKind')}
          />
          <AreaPicker
            label={words.station}
            description={words.stationHint}
            kinds={['station']}
            value={form.values.areaId}
            onChange={(id) => form.setFieldValue('areaId', id)}
          />
        </Group>
      </Stack>
      <Checkbox
        label={words.blanks}
        description={words.blanksHint}
        {...form.getInputProps('clearsBlanks', { type: 'checkbox' })}
      />
      <Checkbox
        label={words.numbers}
        description={words.numbersHint}
        {...form.getInputProps('givesNumbers', { type: 'checkbox' })}
      />
      <NativeSelect label={words.encoding} data={words.encodings} {...form.getInputProps('encoding')} />
      {columns.length > 0 && (
        <Stack gap="xs">
          <Text size="sm">{words.numberNeeded}</Text>
          <ColumnTable columns={columns.map((name) => ({ name }))} mapping={mapping} onChange={setMapping} />
        </Stack>
      )}
      <PastImports />
    </FormDialog>
  );
}

/** The columns that the server names where none of them is the number. */
function unmappedColumns(error: Error | null): string[] {
  if (!(error instanceof ApiError) || !error.type.endsWith('/number-column')) return [];
  return error.errors.flatMap(({ path }) =>
    path.startsWith('mapping.') ? [path.slice('mapping.'.length)] : [],
  );
}

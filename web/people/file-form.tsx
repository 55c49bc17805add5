import { Fieldset, Group, NativeSelect, SimpleGrid, TagsInput, Text, TextInput } from '@mantine/core';
import { type UseFormReturnType, useForm } from '@mantine/form';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { ApiError } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Person, PersonFile } from '../types-office.ts';
import { bodyOf, changedFields, emptyFile, type FileValues, valuesOf } from './file-values.ts';
import { NumberField } from './number-field.tsx';
import { usePeopleWords } from './people-words.ts';
import { personInRefusal, replaceRow } from './use-register.ts';
import { keptWeek, WeekEditor } from './week-editor.tsx';

export type FileFields = UseFormReturnType<FileValues>;

/** The form of a file. Only what was changed is sent; where somebody else was quicker, it says what they changed. */
export function FileForm({ close, file }: { close: () => void; file?: PersonFile }) {
  const { t } = useI18n();
  const words = usePeopleWords().dialog;
  const { form, submission, overtaken } = useFileForm(file, close);
  return (
    <FormDialog
      title={file ? words.change : words.create}
      close={close}
      submitLabel={file ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
      size="lg"
    >
      <SimpleGrid cols={{ base: 1, xs: 2 }} spacing="sm" verticalSpacing="sm">
        <TextInput label={words.name} required data-autofocus {...form.getInputProps('name')} />
        <NumberField form={form} isNew={!file} />
        <NativeSelect
          label={words.kind}
          data={Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('kind')}
        />
        <AreaPicker
          label={words.station}
          description={words.stationHint}
          kinds={['station']}
          {...form.getInputProps('stationAreaId')}
        />
        <TextInput
          label={words.phone}
          inputMode="tel"
          {...(file && { description: words.phoneHint })}
          {...form.getInputProps('phone')}
        />
        <AreaPicker
          label={words.home}
          description={words.homeHint}
          kinds={['village', 'community']}
          {...form.getInputProps('homeAreaId')}
        />
        <TextInput label={words.organisation} {...form.getInputProps('organisation')} />
        <TextInput label={words.occupation} {...form.getInputProps('occupation')} />
        <TagsInput label={words.skills} description={words.listHint} {...form.getInputProps('skills')} />
        <TagsInput
          label={words.languages}
          description={words.listHint}
          {...form.getInputProps('languages')}
        />
        <TextInput type="date" label={words.joinedOn} {...form.getInputProps('joinedOn')} />
        <TextInput
          type="date"
          label={words.leftOn}
          description={words.leftHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('leftOn')}
        />
      </SimpleGrid>
      <Fieldset legend={words.availability} p="sm">
        <WeekEditor
          value={form.values.availability}
          onChange={(availability) => form.setFieldValue('availability', availability)}
        />
      </Fieldset>
      {overtaken && (
        <Group>
          <Text size="sm" c="orange.9" role="alert">
            {overtaken}
          </Text>
        </Group>
      )}
    </FormDialog>
  );
}

function useFileForm(file: PersonFile | undefined, close: () => void) {
  const words = usePeopleWords();
  const client = useQueryClient();
  const [known, setKnown] = useState<Person | undefined>(file);
  const [overtaken, setOvertaken] = useState('');
  const before = file ? valuesOf(file) : emptyFile;
  const form = useForm<FileValues>({
    initialValues: before,
    validate: {
      number: (value) => (file && !value.trim() ? words.dialog.numberMissing : null),
      name: (value) => (value.trim() ? null : words.dialog.nameMissing),
      leftOn: (value, { joinedOn }) =>
        value && joinedOn && value < joinedOn ? words.dialog.leftBeforeJoined : null,
      // The editor shows beside each of the hours what is wrong with them.
      availability: (value) => (keptWeek(value) === undefined ? ' ' : null),
    },
  });
  const submission = useSubmission({
    work: async (values: FileValues) => {
      const body = bodyOf(values, before);
      if (!file || !known)
        return officeApi.createPerson({ ...body, name: values.name.trim(), kind: values.kind });
      try {
        return await officeApi.changePerson(file.id, { ...body, revision: known.revision });
      } catch (error) {
        const now = error instanceof ApiError ? personInRefusal(error) : undefined;
        if (now) {
          const fields = changedFields(known, now).map((field) => nameOf(field, words));
          setOvertaken(
            fields.length > 0
              ? words.dialog.changedMeanwhile(fields.join(words.dialog.listSeparator))
              : words.dialog.changedElsewhere,
          );
          setKnown(now);
          replaceRow(client, now);
        }
        throw error;
      }
    },
    changes: ['people', 'person', 'assignments', 'teams'],
    done: () => words.dialog.done,
    after: close,
  });
  return { form, submission, overtaken };
}

function nameOf(
  field: ReturnType<typeof changedFields>[number],
  words: ReturnType<typeof usePeopleWords>,
): string {
  return field === 'availability' ? words.dialog.availability : words.columns[field];
}

import { Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { usePeopleWords } from '../people/people-words.ts';
import type { Training } from '../types-office.ts';

type Props = { close: () => void; personId: number; training?: Training | undefined };

/** A training that a person attended. */
export default function EditTraining({ close, personId, training }: Props) {
  const { t } = useI18n();
  const words = usePeopleWords().training;
  const form = useForm({
    initialValues: {
      heldOn: training?.heldOn ?? '',
      subject: training?.subject ?? '',
      hours: training?.hours ? String(training.hours) : '',
      result: training?.result ?? '',
    },
    validate: {
      heldOn: (value) => (value ? null : words.heldOnMissing),
      subject: (value) => (value.trim() ? null : words.subjectMissing),
      hours: (value) => (value === '' || Number(value) > 0 ? null : words.hoursWrong),
    },
  });
  const submission = useSubmission({
    work: (values: typeof form.values) => {
      const body = {
        heldOn: values.heldOn,
        subject: values.subject.trim(),
        hours: values.hours === '' ? null : Number(values.hours),
        result: values.result.trim() || null,
      };
      return training
        ? officeApi.changeTraining(personId, training.id, body)
        : officeApi.addTraining(personId, body);
    },
    changes: ['person'],
    done: () => words.done,
    after: close,
  });
  return (
    <FormDialog
      title={training ? words.change : words.create}
      close={close}
      submitLabel={training ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={words.heldOn}
          required
          data-autofocus
          {...form.getInputProps('heldOn')}
        />
        <TextInput label={words.hours} inputMode="decimal" {...form.getInputProps('hours')} />
      </Group>
      <TextInput label={words.subject} required {...form.getInputProps('subject')} />
      <TextInput label={words.result} {...form.getInputProps('result')} />
    </FormDialog>
  );
}

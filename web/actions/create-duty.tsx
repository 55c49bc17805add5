import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { PeriodFields } from '../office/period-fields.tsx';
import { PersonPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';

/** Puts a person on duty; only then are positions kept. Without `choose` it is for `personId` alone. */
export default function CreateDuty({
  close,
  personId,
}: {
  close: () => void;
  personId?: number | undefined;
}) {
  const { t } = useI18n();
  const { timeZone } = useClock();
  const words = t.office.createDuty;
  const form = useForm<{ personId: number | null; from: string; to: string }>({
    initialValues: { personId: personId ?? null, from: toLocalField(new Date(), timeZone), to: '' },
    validate: {
      personId: (value) => (value === null ? words.personMissing : null),
      from: (value) => (value ? null : t.office.fromMissing),
      to: (value, { from }) => (value && value <= from ? t.office.endsBeforeBegins : null),
    },
  });
  const submission = useSubmission({
    work: officeApi.createDuty,
    changes: ['duties'],
    done: () => words.done,
    after: close,
  });
  const submit = form.onSubmit((values) =>
    submission.mutate({
      personId: values.personId ?? 0,
      from: fromLocalField(values.from, timeZone),
      ...(values.to && { to: fromLocalField(values.to, timeZone) }),
    }),
  );
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.submit}
      submission={submission}
      onSubmit={submit}
    >
      {personId === undefined && (
        <PersonPicker label={words.person} required {...form.getInputProps('personId')} />
      )}
      <PeriodFields
        from={form.values.from}
        to={form.values.to}
        fromError={form.errors.from}
        toError={form.errors.to}
        onFrom={(value) => form.setFieldValue('from', value)}
        onTo={(value) => form.setFieldValue('to', value)}
      />
      <Text size="sm" c="dimmed">
        {words.lateHint}
      </Text>
    </FormDialog>
  );
}

import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type NewResponseLimit, type OwnerKind, responseLimitsApi } from '../api-response-limits.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { useWords } from '../response-limits/words.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField } from '../state/local-time.ts';

const farthestMetres = 1_000_000;

type Props = { close: () => void; ownerKind: OwnerKind; metres: number | null; hasComing: boolean };

/** Sets how far help may be from the cells of one kind, from now or later on. */
export default function EditResponseLimit({ close, ownerKind, metres, hasComing }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const { timeZone } = useClock();
  const form = useForm<{ metres: number | string; from: string }>({
    initialValues: { metres: metres ?? '', from: '' },
    validate: {
      metres: (value) =>
        value === '' || (Number(value) >= 1 && Number(value) <= farthestMetres) ? null : words.edit.between,
      from: (value) =>
        value && Date.parse(fromLocalField(value, timeZone)) < Date.now() ? words.edit.past : null,
    },
  });
  const submission = useSubmission({
    work: (limit: NewResponseLimit) => responseLimitsApi.set(limit),
    changes: ['response-limits'],
    done: () => words.edit.done,
    after: close,
  });
  const submit = form.onSubmit((values) =>
    submission.mutate({
      ownerKind,
      metres: values.metres === '' ? null : Number(values.metres),
      ...(values.from && { from: fromLocalField(values.from, timeZone) }),
    }),
  );
  return (
    <FormDialog
      title={words.edit.title(words.kinds[ownerKind])}
      close={close}
      submitLabel={t.common.save}
      submission={submission}
      onSubmit={submit}
    >
      <NumberField
        label={words.edit.metres}
        description={words.edit.metresHint}
        min={1}
        max={farthestMetres}
        {...form.getInputProps('metres')}
      />
      <TextInput
        type="datetime-local"
        label={words.edit.from}
        description={words.edit.fromHint}
        {...form.getInputProps('from')}
      />
      {hasComing && (
        <Text size="sm" c="orange.9">
          {words.edit.replaces}
        </Text>
      )}
    </FormDialog>
  );
}

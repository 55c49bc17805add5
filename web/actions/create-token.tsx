import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { Secret } from '../office/secret.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField } from '../state/local-time.ts';

/** A token for a script of one's own, with one's own rights; shown this once. */
export default function CreateToken({ close }: { close: () => void }) {
  const { t } = useI18n();
  const { timeZone } = useClock();
  const words = t.office.createToken;
  const form = useForm({
    initialValues: { name: '', expires: '' },
    validate: { name: (value) => (value.trim() ? null : words.nameMissing) },
  });
  const submission = useSubmission({ work: officeApi.createToken, changes: ['tokens'] });
  const token = submission.data?.token;
  const submit = form.onSubmit(({ name, expires }) => {
    if (token) return close();
    submission.mutate({
      name: name.trim(),
      ...(expires && { expiresAt: fromLocalField(`${expires}T00:00`, timeZone) }),
    });
  });
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={token ? t.common.close : t.common.create}
      submission={submission}
      onSubmit={submit}
    >
      {token ? (
        <>
          <Text size="sm">{words.once}</Text>
          <Secret label={words.token} value={token} />
        </>
      ) : (
        <>
          <TextInput
            label={words.name}
            description={words.nameHint}
            required
            data-autofocus
            {...form.getInputProps('name')}
          />
          <TextInput
            type="date"
            label={words.expires}
            description={words.expiresHint}
            {...form.getInputProps('expires')}
          />
        </>
      )}
    </FormDialog>
  );
}

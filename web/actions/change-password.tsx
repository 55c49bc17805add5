import { PasswordInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';

/** A new password for oneself; other browsers are signed out. */
export default function ChangePassword({ close }: { close: () => void }) {
  const { t } = useI18n();
  const words = t.office.changePassword;
  const form = useForm({
    initialValues: { current: '', next: '', again: '' },
    validate: {
      current: (value) => (value ? null : words.currentMissing),
      next: (value) => (value.length >= 8 ? null : words.tooShort),
      again: (value, values) => (value === values.next ? null : words.differs),
    },
  });
  const submission = useSubmission({
    work: ({ current, next }: typeof form.values) => officeApi.changePassword({ current, next }),
    done: () => words.done,
    after: close,
  });
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={t.common.save}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <PasswordInput
        label={words.current}
        autoComplete="current-password"
        data-autofocus
        {...form.getInputProps('current')}
      />
      <PasswordInput
        label={words.next}
        description={words.rule}
        autoComplete="new-password"
        {...form.getInputProps('next')}
      />
      <PasswordInput label={words.again} autoComplete="new-password" {...form.getInputProps('again')} />
    </FormDialog>
  );
}

import { PasswordInput, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Account } from '../types-office.ts';

/** A new password for somebody else; their sessions end. */
export default function ResetPassword({ close, account }: { close: () => void; account: Account }) {
  const { t } = useI18n();
  const words = t.office.resetPassword;
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: (value) => (value.length >= 8 ? null : t.office.changePassword.tooShort) },
  });
  const submission = useSubmission({
    work: ({ password }: { password: string }) => officeApi.resetPassword(account.id, password),
    done: () => words.done(account.displayName),
    after: close,
  });
  return (
    <FormDialog
      title={words.title(account.displayName)}
      close={close}
      submitLabel={words.submit}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Text size="sm">{words.lead}</Text>
      <PasswordInput
        label={words.password}
        description={t.office.changePassword.rule}
        autoComplete="new-password"
        data-autofocus
        {...form.getInputProps('password')}
      />
    </FormDialog>
  );
}

import { Button, Checkbox, Group, NativeSelect, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { HolderPicker } from '../office/holder-picker.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Grant, Role } from '../types.ts';
import type { Account } from '../types-office.ts';

type Values = {
  username: string;
  displayName: string;
  password: string;
  personId: number | null;
  grants: Grant[];
  disabled: boolean;
};

/** An account with what it may do and where, new or known. */
export default function EditAccount({
  close,
  account,
}: {
  close: () => void;
  account?: Account | undefined;
}) {
  const { t } = useI18n();
  const words = t.office.editAccount;
  const form = useForm<Values>({
    initialValues: {
      username: account?.username ?? '',
      displayName: account?.displayName ?? '',
      password: '',
      personId: account?.personId ?? null,
      grants: account?.grants ?? [{ role: 'viewer', areaId: null }],
      disabled: account?.disabled ?? false,
    },
    validate: {
      username: (value) => (value.trim() ? null : words.usernameMissing),
      displayName: (value) => (value.trim() ? null : words.displayNameMissing),
      password: (value) => (account || value.length >= 8 ? null : t.office.changePassword.tooShort),
      grants: (value) => (value.length > 0 ? null : words.grantMissing),
    },
  });
  const submission = useSubmission({
    work: ({ username, password, disabled, ...values }: Values) =>
      account
        ? officeApi.changeAccount(account.id, { ...values, disabled })
        : officeApi.createAccount({ ...values, username: username.trim(), password }),
    changes: ['accounts'],
    done: () => words.done,
    after: close,
  });
  return (
    <FormDialog
      title={account ? words.change : words.create}
      close={close}
      size="lg"
      submitLabel={account ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Group grow align="flex-start">
        <TextInput
          label={words.username}
          required
          disabled={account !== undefined}
          autoComplete="off"
          {...form.getInputProps('username')}
        />
        <TextInput label={words.displayName} required {...form.getInputProps('displayName')} />
      </Group>
      {!account && (
        <PasswordInput
          label={words.password}
          description={t.office.changePassword.rule}
          autoComplete="new-password"
          {...form.getInputProps('password')}
        />
      )}
      <HolderPicker label={words.person} description={words.personHint} {...form.getInputProps('personId')} />
      <Grants grants={form.values.grants} change={(grants) => form.setFieldValue('grants', grants)} />
      {form.errors.grants && (
        <Text size="sm" c="red">
          {form.errors.grants}
        </Text>
      )}
      {account && (
        <Checkbox label={words.disabled} {...form.getInputProps('disabled', { type: 'checkbox' })} />
      )}
    </FormDialog>
  );
}

/** Rows of role and area; without an area a role holds everywhere. */
function Grants({ grants, change }: { grants: Grant[]; change: (grants: Grant[]) => void }) {
  const { t } = useI18n();
  const words = t.office.editAccount;
  const roles = Object.entries(t.words.roles).map(([value, label]) => ({ value, label }));
  const set = (index: number, part: Partial<Grant>) =>
    change(grants.map((grant, at) => (at === index ? { ...grant, ...part } : grant)));
  return (
    <Stack gap="xs">
      <Text size="sm" fw={600}>
        {words.grants}
      </Text>
      {grants.map((grant, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a grant is told by its place in the form
        <Group key={index} align="flex-end" gap="xs" wrap="nowrap">
          <NativeSelect
            aria-label={words.role}
            data={roles}
            value={grant.role}
            onChange={(event) => set(index, { role: event.currentTarget.value as Role })}
          />
          <div style={{ flex: 1 }}>
            <AreaPicker
              label=""
              placeholder={words.everywhere}
              value={grant.areaId}
              onChange={(areaId) => set(index, { areaId })}
            />
          </div>
          <Button variant="subtle" color="red" onClick={() => change(grants.filter((_, at) => at !== index))}>
            {t.common.remove}
          </Button>
        </Group>
      ))}
      <div>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => change([...grants, { role: 'viewer', areaId: null }])}
        >
          {words.addGrant}
        </Button>
      </div>
    </Stack>
  );
}

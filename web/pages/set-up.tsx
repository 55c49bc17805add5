import { Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';

/** Where the one-time link leads: the first administrator chooses a name and a password. */
export default function SetUp({ token }: { token: string }) {
  const { t } = useI18n();
  const words = t.office.setUp;
  const [, navigate] = useLocation();
  const form = useForm({
    initialValues: { username: 'admin', password: '', again: '' },
    validate: {
      username: (value) => (value.trim() ? null : t.office.editAccount.usernameMissing),
      password: (value) => (value.length >= 8 ? null : t.office.changePassword.tooShort),
      again: (value, values) => (value === values.password ? null : t.office.changePassword.differs),
    },
  });
  const setUp = useMutation({
    mutationFn: ({ username, password }: typeof form.values) =>
      officeApi.setUp({ token, username: username.trim(), password }),
    onSuccess: () => navigate('/', { replace: true }),
  });
  return (
    <Center mih="100dvh" p="md">
      <Paper withBorder p="xl" w="100%" maw={420}>
        <form onSubmit={form.onSubmit((values) => setUp.mutate(values))} noValidate>
          <Stack gap="sm">
            <Title order={1} size="h3">
              {words.title}
            </Title>
            <Text size="sm">{words.lead}</Text>
            <TextInput
              label={t.office.editAccount.username}
              autoComplete="username"
              {...form.getInputProps('username')}
            />
            <PasswordInput
              label={t.office.editAccount.password}
              description={t.office.changePassword.rule}
              autoComplete="new-password"
              data-autofocus
              {...form.getInputProps('password')}
            />
            <PasswordInput
              label={t.office.changePassword.again}
              autoComplete="new-password"
              {...form.getInputProps('again')}
            />
            {setUp.error && <ErrorNotice error={setUp.error} />}
            <Button type="submit" loading={setUp.isPending}>
              {words.submit}
            </Button>
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}

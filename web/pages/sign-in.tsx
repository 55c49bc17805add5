import { Alert, Anchor, Button, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { api } from '../api.ts';
import { ApiError } from '../http.ts';
import { type Dictionary, useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useSignIn } from '../state/session.ts';
import classes from './sign-in.module.css';

const required = (message: string) => (value: string) => (value === '' ? message : null);

function useSignInForm(t: Dictionary) {
  return useForm({
    mode: 'uncontrolled',
    initialValues: { username: '', password: '' },
    validate: {
      username: required(t.signIn.usernameMissing),
      password: required(t.signIn.passwordMissing),
    },
  });
}

function Refusal({ error }: { error: unknown }) {
  const { t } = useI18n();
  if (!(error instanceof ApiError) || error.status !== 401) return <ErrorNotice error={error} />;
  return (
    <Alert color="red" title={t.signIn.wrong} icon={<Icon name="warning" />} role="alert">
      {t.signIn.wrongDetail}
    </Alert>
  );
}

/** Sign-in; on success the session query has the user and the product takes its place. */
export function SignInPage() {
  const { t, language, setLanguage } = useI18n();
  const form = useSignInForm(t);
  const signIn = useSignIn();
  const info = useQuery({ queryKey: ['info'], queryFn: api.info, staleTime: Number.POSITIVE_INFINITY });
  return (
    <div className={classes.page}>
      <Paper component="main" className={classes.card ?? ''} shadow="md" p="xl" radius="md">
        <div className={classes.brand}>
          <img src="/icon.svg" alt="" width={44} height={44} />
          <div>
            <Title order={1} size="h3">
              {t.brand.title}
            </Title>
            <Text size="sm" c="dimmed">
              {t.signIn.lead}
            </Text>
          </div>
        </div>
        <form onSubmit={form.onSubmit((values) => signIn.mutate(values))} noValidate>
          <Stack gap="md">
            {signIn.isError && <Refusal error={signIn.error} />}
            <TextInput
              label={t.signIn.username}
              autoComplete="username"
              autoCapitalize="none"
              spellCheck={false}
              autoFocus
              key={form.key('username')}
              {...form.getInputProps('username')}
            />
            <PasswordInput
              label={t.signIn.password}
              autoComplete="current-password"
              key={form.key('password')}
              {...form.getInputProps('password')}
            />
            <Button type="submit" loading={signIn.isPending} fullWidth mt="xs">
              {t.signIn.submit}
            </Button>
          </Stack>
        </form>
        <Text size="xs" c="dimmed" mt="lg">
          {info.data?.demo ? t.signIn.demo : t.signIn.offline}
        </Text>
        <Anchor
          component="button"
          size="sm"
          mt="sm"
          lang={language === 'zh' ? 'en' : 'zh-CN'}
          onClick={() => setLanguage(language === 'zh' ? 'en' : 'zh')}
        >
          {t.shell.switchLanguage}
        </Anchor>
      </Paper>
    </div>
  );
}

import { Anchor, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from 'wouter';
import { useI18n } from '../i18n/index.tsx';

export function NotFound() {
  const { t } = useI18n();
  return (
    <Center h="100%" p="md">
      <Stack gap="xs" align="center">
        <Title order={2}>{t.shell.notFound}</Title>
        <Text c="dimmed">{t.shell.notFoundDetail}</Text>
        <Anchor component={Link} href="/">
          {t.shell.toMap}
        </Anchor>
      </Stack>
    </Center>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { useClipboard } from '@mantine/hooks';
import { useI18n } from '../i18n/index.tsx';
import classes from './office.module.css';

/** Something shown once, to be copied. */
export function Secret({ label, value }: { label: string; value: string }) {
  const { t } = useI18n();
  const clipboard = useClipboard();
  return (
    <Stack gap={4}>
      <Group justify="space-between">
        <Text size="sm" fw={600}>
          {label}
        </Text>
        <Button size="compact-xs" variant="light" onClick={() => clipboard.copy(value)}>
          {clipboard.copied ? t.office.copied : t.office.copy}
        </Button>
      </Group>
      <div className={classes.secret}>{value}</div>
    </Stack>
  );
}

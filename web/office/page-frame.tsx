import { Group, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './office.module.css';

type Props = { title: string; lead?: string; actions?: ReactNode; filters?: ReactNode; children: ReactNode };

/** Title, what the page is for, its actions on the right, filters below, then the content. */
export function PageFrame({ title, lead, actions, filters, children }: Props) {
  return (
    <Stack className={classes.page ?? ''} gap="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1} size="h3">
            {title}
          </Title>
          {lead && (
            <Text className={classes.lead ?? ''} size="sm" c="dimmed" maw="70ch">
              {lead}
            </Text>
          )}
        </div>
        <Group gap="xs">{actions}</Group>
      </Group>
      {filters && (
        <Group gap="sm" align="flex-end">
          {filters}
        </Group>
      )}
      {children}
    </Stack>
  );
}

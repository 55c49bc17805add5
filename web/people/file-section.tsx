import { Button, Group, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import classes from './file.module.css';

type Props = {
  title: string;
  add?: { label: string; open: () => void } | undefined;
  empty?: string | undefined;
  children?: ReactNode;
};

/** A part of a person's page: its title, a button to add to it, and what there is. */
export function FileSection({ title, add, empty, children }: Props) {
  return (
    <section className={classes.section} aria-label={title}>
      <Group justify="space-between" gap="sm">
        <Title order={2} size="h5">
          {title}
        </Title>
        {add && (
          <Button size="compact-sm" variant="light" onClick={add.open}>
            {add.label}
          </Button>
        )}
      </Group>
      {empty ? (
        <Text size="sm" c="dimmed">
          {empty}
        </Text>
      ) : (
        children
      )}
    </section>
  );
}

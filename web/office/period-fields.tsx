import { Group, TextInput } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';

type Props = {
  from: string;
  to: string;
  onFrom: (value: string) => void;
  onTo: (value: string) => void;
  fromError?: ReactNode;
  toError?: ReactNode;
};

/** Beginning and end as the browser's own date-and-time fields; an empty end is open. */
export function PeriodFields({ from, to, onFrom, onTo, fromError, toError }: Props) {
  const { t } = useI18n();
  return (
    <Group grow align="flex-start">
      <TextInput
        type="datetime-local"
        label={t.office.from}
        value={from}
        error={fromError}
        onChange={(event) => onFrom(event.currentTarget.value)}
      />
      <TextInput
        type="datetime-local"
        label={t.office.to}
        description={t.office.openEnd}
        value={to}
        error={toError}
        onChange={(event) => onTo(event.currentTarget.value)}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
      />
    </Group>
  );
}

import { TextInput } from '@mantine/core';
import type { ReactNode } from 'react';

type Props = {
  label: string;
  description?: ReactNode;
  /** What holds while the field is empty. */
  placeholder?: string;
  min?: number;
  max?: number;
  required?: boolean;
  /** An empty field is an empty string. */
  value?: number | string;
  onChange?: (value: number | string) => void;
  onBlur?: () => void;
  onFocus?: () => void;
  error?: ReactNode;
};

/** A number by the browser's own field: Mantine's would carry a formatter of 9 KB to every user. */
export function NumberField({ value = '', onChange, ...field }: Props) {
  return (
    <TextInput
      {...field}
      type="number"
      value={value}
      onChange={({ currentTarget }) =>
        onChange?.(currentTarget.value === '' ? '' : currentTarget.valueAsNumber)
      }
    />
  );
}

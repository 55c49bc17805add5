import { Autocomplete } from '@mantine/core';
import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';

type Props = { value?: string; onChange?: (template: string) => void; error?: ReactNode };

const presets = { '{owner:12}{seq:3}': 'standard', '000000{owner:12!}{seq:2!}': 'cjt' } as const;

const isPreset = (text: string): text is keyof typeof presets => text in presets;

/** How cells are coded; empty: as in the plan it starts from, or by default. */
export function TemplateField({ value = '', onChange, error }: Props) {
  const { t } = useI18n();
  const words = t.versions.create;
  const describe = ({ option }: { option: { value: string } }) =>
    isPreset(option.value) ? `${option.value} · ${words[presets[option.value]]}` : option.value;
  return (
    <Autocomplete
      label={words.template}
      description={value.startsWith('000000') ? words.cjtHint : words.templateHint}
      placeholder="{owner:12}{seq:3}"
      data={Object.keys(presets)}
      filter={({ options }) => options}
      renderOption={describe}
      value={value}
      onChange={(text) => onChange?.(text)}
      error={error}
    />
  );
}

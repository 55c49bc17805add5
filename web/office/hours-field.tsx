import { Button, Input, SegmentedControl, Stack, Text } from '@mantine/core';
import { type ReactNode, useRef } from 'react';
import { hours as en } from '../i18n/en-hours.ts';
import { useI18n } from '../i18n/index.tsx';
import { hours as zh } from '../i18n/zh-hours.ts';
import { HoursRow } from './hours-row.tsx';
import type { WeekHours } from './hours-text.ts';
import { WeekGrid } from './week-grid.tsx';

type Props = {
  label: string;
  description?: ReactNode;
  error?: ReactNode;
  /** Null is any time. */
  value: WeekHours[] | null;
  onChange: (hours: WeekHours[] | null) => void;
  /** Whether an entry can be for school days only. */
  asksSchoolDays?: boolean;
};

const firstWindow: WeekHours = { days: [1, 2, 3, 4, 5], from: '08:00', to: '12:00' };

/** The words for hours of the week in the language of the page. */
function useHoursWords(): typeof zh {
  return useI18n().language === 'zh' ? zh : en;
}

/** Hours of the week: any time, or entries that are drawn on a week and set to the minute below it. */
export function HoursField({ label, description, error, value, onChange, asksSchoolDays = false }: Props) {
  const words = useHoursWords();
  const kept = useRef<WeekHours[]>([firstWindow]);
  const change = (hours: WeekHours[]) => {
    kept.current = hours;
    onChange(hours);
  };
  return (
    <Input.Wrapper label={label} description={description} error={error} role="group" aria-label={label}>
      <Stack gap="xs" mt={4}>
        <SegmentedControl
          aria-label={label}
          data={[
            { value: 'any', label: words.anyTime },
            { value: 'chosen', label: words.chosen },
          ]}
          value={value === null ? 'any' : 'chosen'}
          onChange={(kind) => onChange(kind === 'any' ? null : kept.current)}
        />
        {value !== null && (
          <>
            <WeekGrid value={value} words={words} onDraw={(window) => change([...value, window])} />
            <Text size="xs" c="dimmed">
              {words.painted}
            </Text>
            {value.length === 0 && (
              <Text size="xs" c="red" role="alert">
                {words.none}
              </Text>
            )}
            {value.map((window, index) => (
              <HoursRow
                // biome-ignore lint/suspicious/noArrayIndexKey: an entry is what stands at its place
                key={index}
                window={window}
                words={words}
                asksSchoolDays={asksSchoolDays}
                onChange={(windows) => change(value.toSpliced(index, 1, ...windows))}
              />
            ))}
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => change([...value, value.at(-1) ?? firstWindow])}
            >
              {words.add}
            </Button>
          </>
        )}
      </Stack>
    </Input.Wrapper>
  );
}

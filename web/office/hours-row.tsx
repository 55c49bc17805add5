import { Button, Checkbox, CloseButton, Group, Stack, Text, TextInput } from '@mantine/core';
import type { hours as words } from '../i18n/zh-hours.ts';
import classes from './hours.module.css';
import { dayEnd, hoursFault, splitAtMidnight, type WeekHours, windowText } from './hours-text.ts';

type Props = {
  window: WeekHours;
  words: typeof words;
  asksSchoolDays: boolean;
  /** What takes its place: nothing, itself changed, or two where it was split. */
  onChange: (windows: WeekHours[]) => void;
};

/** How a clock shows the end of a day. */
const midnight = '00:00';

const presets = [
  { name: 'workdays', days: [1, 2, 3, 4, 5] },
  { name: 'weekend', days: [6, 7] },
  { name: 'everyDay', days: [1, 2, 3, 4, 5, 6, 7] },
] as const;

/** One entry of the hours: its days, from when to when, and whether on school days only. */
export function HoursRow({ window, words, asksSchoolDays, onChange }: Props) {
  const fault = hoursFault(window);
  const change = (changed: Partial<WeekHours>) => onChange([{ ...window, ...changed }]);
  return (
    <Stack gap={6} className={classes.window ?? ''} role="group" aria-label={windowText(window, words)}>
      <Group justify="space-between" wrap="nowrap" gap="xs">
        <Days days={window.days} words={words} onChange={(days) => change({ days })} />
        <CloseButton aria-label={words.remove(windowText(window, words))} onClick={() => onChange([])} />
      </Group>
      <Group gap={4}>
        {presets.map(({ name, days }) => (
          <Button key={name} size="compact-xs" variant="subtle" onClick={() => change({ days: [...days] })}>
            {words[name]}
          </Button>
        ))}
      </Group>
      <Group gap="xs" align="center">
        <Clock label={words.from} value={window.from} onChange={(from) => change({ from })} />
        <Text span>–</Text>
        <Clock
          label={words.to}
          value={window.to === dayEnd ? midnight : window.to}
          onChange={(to) => change({ to: to === midnight ? dayEnd : to })}
        />
      </Group>
      {asksSchoolDays && (
        <Checkbox
          label={words.schoolDays}
          checked={window.schoolDays ?? false}
          onChange={({ currentTarget }) =>
            onChange([
              currentTarget.checked ? { ...window, schoolDays: true } : { ...window, schoolDays: undefined },
            ])
          }
        />
      )}
      {fault && (
        <Group gap="xs">
          <Text size="xs" c="red" role="alert">
            {words.faults[fault]}
          </Text>
          {fault === 'backwards' && window.from !== window.to && (
            <Button size="compact-xs" variant="light" onClick={() => onChange(splitAtMidnight(window))}>
              {words.split}
            </Button>
          )}
        </Group>
      )}
    </Stack>
  );
}

type DaysProps = { days: readonly number[]; words: typeof words; onChange: (days: number[]) => void };

function Days({ days, words, onChange }: DaysProps) {
  return (
    <div className={classes.days}>
      {words.dayNames.map((name, index) => {
        const day = index + 1;
        const isChosen = days.includes(day);
        const others = days.filter((one) => one !== day);
        return (
          <button
            key={name}
            type="button"
            className={classes.day}
            aria-label={name}
            aria-pressed={isChosen}
            onClick={() => onChange(isChosen ? others : [...others, day].sort((a, b) => a - b))}
          >
            {words.days[index]}
          </button>
        );
      })}
    </div>
  );
}

type ClockProps = { label: string; value: string; onChange: (value: string) => void };

function Clock({ label, value, onChange }: ClockProps) {
  return (
    <TextInput
      type="time"
      size="xs"
      className={classes.clock ?? ''}
      aria-label={label}
      value={value}
      onChange={({ currentTarget }) => onChange(currentTarget.value)}
    />
  );
}

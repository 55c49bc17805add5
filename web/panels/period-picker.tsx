import { Button, NativeSelect, Popover, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { addDays, isDay, type Period, presets } from '../state/period.ts';

/** A period ends when the next day begins, which is to have a date as well. */
const latestDay = '9999-12-31';

type Props = { period: Period; onChange: (period: Period) => void };

/** First and last day of a period, both included, as people say it; the period itself is half-open. */
function DatesForm({ period, onChange }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const today = clock.isoDate(new Date());
  const [first, setFirst] = useState('from' in period ? period.from : addDays(today, -7));
  const [last, setLast] = useState('to' in period ? addDays(period.to, -1) : today);
  const valid = isDay(first) && isDay(last) && first <= last && last < latestDay;
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (valid) onChange({ from: first, to: addDays(last, 1) });
      }}
    >
      <Stack gap="xs">
        <TextInput
          type="date"
          label={t.map.period.from}
          value={first}
          data-autofocus
          onChange={(event) => setFirst(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t.map.period.to}
          value={last}
          error={valid ? null : t.map.period.invalid}
          onChange={(event) => setLast(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          {t.map.period.zone(clock.timeZone)}
        </Text>
        <Button type="submit" size="sm" disabled={!valid}>
          {t.map.period.apply}
        </Button>
      </Stack>
    </form>
  );
}

/** Both days, with their years where one is of another than now. */
function datesText(first: string, last: string, thisYear: string): string {
  const isOfThisYear = first.startsWith(thisYear) && last.startsWith(thisYear);
  const days = first === last ? [first] : [first, last];
  return days.map((day) => (isOfThisYear ? day.slice(5) : day)).join(' – ');
}

/** The time the map judges: the last day or weeks, or own dates. */
export function PeriodPicker({ period, onChange }: Props) {
  const { t } = useI18n();
  const [open, dates] = useDisclosure();
  const value = 'hours' in period ? String(period.hours) : 'custom';
  const options = presets.map((hours) => ({ value: String(hours), label: t.map.period.preset(hours) }));
  const choose = (chosen: string) =>
    chosen === 'custom' ? dates.open() : onChange({ hours: Number(chosen) });
  const thisYear = useClock().isoDate(new Date()).slice(0, 4);
  const custom =
    'from' in period ? datesText(period.from, addDays(period.to, -1), thisYear) : t.map.period.custom;
  const withCustom = [...options, { value: 'custom', label: custom }];
  return (
    <Popover
      position="bottom-end"
      opened={open}
      onChange={(next) => (next ? dates.open() : dates.close())}
      trapFocus
      returnFocus
      withinPortal
    >
      <Popover.Target>
        <div>
          <SegmentedControl
            visibleFrom="sm"
            size="sm"
            aria-label={t.map.period.label}
            data={options}
            value={value}
            onChange={choose}
          />
          <Button
            visibleFrom="sm"
            size="sm"
            ml={6}
            variant={value === 'custom' ? 'filled' : 'default'}
            leftSection={<Icon name="calendar" size={16} />}
            aria-expanded={open}
            onClick={dates.toggle}
          >
            {custom}
          </Button>
          <NativeSelect
            hiddenFrom="sm"
            size="sm"
            aria-label={t.map.period.label}
            data={withCustom}
            value={value}
            onChange={(event) => choose(event.currentTarget.value)}
          />
        </div>
      </Popover.Target>
      <Popover.Dropdown>
        <DatesForm
          period={period}
          onChange={(next) => {
            onChange(next);
            dates.close();
          }}
        />
      </Popover.Dropdown>
    </Popover>
  );
}

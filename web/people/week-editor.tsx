import { Button, Chip, Group, SegmentedControl, Stack, Text, TextInput } from '@mantine/core';
import { splitAtMidnight, tidyWindows, type WeekWindow } from '../../server/people/week.ts';
import { usePeopleWords } from './people-words.ts';
import classes from './week.module.css';
import { WeekGrid } from './week-grid.tsx';

/** Null: any time. Windows as they are being written, so also over midnight. */
export type WeekDraft = WeekWindow[] | null;

type Props = { value: WeekDraft; onChange: (value: WeekDraft) => void };

const evenings: WeekWindow = { days: [1, 2, 3, 4, 5], from: '18:00', to: '22:00' };
const weekends: WeekWindow = { days: [6, 7], from: '00:00', to: '00:00' };
const daytime: WeekWindow = { days: [1, 2, 3, 4, 5, 6, 7], from: '08:00', to: '18:00' };

/** What keeps a window from being kept; undefined where nothing does. */
function faultOf({ days, from, to }: WeekWindow): 'noDay' | 'timeWrong' | 'noHours' | undefined {
  if (days.length === 0) return 'noDay';
  if (!/^\d\d:\d\d$/.test(from) || !/^\d\d:\d\d$/.test(to)) return 'timeWrong';
  return from === to && from !== '00:00' ? 'noHours' : undefined;
}

/** The hours as they are kept; undefined while one of them is wrong. */
export function keptWeek(draft: WeekDraft): WeekWindow[] | null | undefined {
  if (draft === null) return null;
  return draft.some(faultOf) ? undefined : tidyWindows(draft.flatMap(splitAtMidnight));
}

/** Available hours of the week: painted on the week, or written to the minute. */
export function WeekEditor({ value, onChange }: Props) {
  const words = usePeopleWords().week;
  const drawn = tidyWindows((value ?? []).filter((window) => !faultOf(window)).flatMap(splitAtMidnight));
  const replace = (index: number, window: WeekWindow | undefined) =>
    onChange((value ?? []).flatMap((one, at) => (at === index ? (window ?? []) : one)));
  const add = (window: WeekWindow) => onChange([...(value ?? []), window]);
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={words.mode}
        fullWidth
        data={[
          { value: 'any', label: words.anyTime },
          { value: 'stated', label: words.stated },
        ]}
        value={value === null ? 'any' : 'stated'}
        onChange={(mode) => onChange(mode === 'any' ? null : [])}
      />
      {value !== null && (
        <>
          <WeekGrid windows={drawn} onChange={onChange} />
          {value.length === 0 && (
            <Text size="sm" c="orange.9">
              {words.never}
            </Text>
          )}
          <div className={classes.windows}>
            {value.map((window, index) => (
              <WindowFields
                // biome-ignore lint/suspicious/noArrayIndexKey: windows have no name but their place
                key={index}
                window={window}
                onChange={(changed) => replace(index, changed)}
              />
            ))}
          </div>
          <Group gap="xs">
            <Button
              size="compact-sm"
              variant="light"
              onClick={() => add({ days: [], from: '08:00', to: '12:00' })}
            >
              {words.add}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => add(evenings)}>
              {words.workdayEvenings}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => add(weekends)}>
              {words.weekends}
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => add(daytime)}>
              {words.daytime}
            </Button>
          </Group>
        </>
      )}
    </Stack>
  );
}

function WindowFields({
  window,
  onChange,
}: {
  window: WeekWindow;
  onChange: (window: WeekWindow | undefined) => void;
}) {
  const words = usePeopleWords().week;
  const fault = faultOf(window);
  const isOverMidnight = !fault && splitAtMidnight(window).length > 1;
  return (
    <div className={classes.window}>
      <Chip.Group
        multiple
        value={window.days.map(String)}
        onChange={(days) => onChange({ ...window, days: days.map(Number).sort() })}
      >
        <Group gap={4} role="group" aria-label={words.daysOf}>
          {words.days.map((name, index) => (
            <Chip key={name} value={String(index + 1)} size="xs">
              {name}
            </Chip>
          ))}
        </Group>
      </Chip.Group>
      <TextInput
        type="time"
        size="xs"
        label={words.from}
        value={window.from}
        onChange={(event) => onChange({ ...window, from: event.currentTarget.value })}
      />
      <TextInput
        type="time"
        size="xs"
        label={words.to}
        value={window.to === '24:00' ? '00:00' : window.to}
        onChange={(event) => onChange({ ...window, to: event.currentTarget.value })}
      />
      <Button size="compact-xs" variant="subtle" color="red" onClick={() => onChange(undefined)}>
        {words.removeWindow}
      </Button>
      {(fault || isOverMidnight) && (
        <Text size="xs" c={fault ? 'red.9' : 'dimmed'} w="100%">
          {fault ? words[fault] : words.overMidnight}
        </Text>
      )}
    </div>
  );
}

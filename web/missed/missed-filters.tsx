import { ActionIcon, Button, Group, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { gapKinds } from '../state/gap-kinds.ts';
import { useAreas } from '../state/map-data.ts';
import { addDays } from '../state/period.ts';
import type { Asked } from './asked.ts';
import type { MissedWords } from './words.ts';

type Props = { asked: Asked; change: (part: Partial<Asked>) => void; words: MissedWords };

export function MissedFilters({ asked, change, words }: Props) {
  const { t } = useI18n();
  const areas = useAreas();
  const stations = (areas.data ?? [])
    .filter(({ properties }) => properties.kind === 'station')
    .map(({ id, properties }) => ({ value: String(id), label: properties.name }))
    .sort((a, b) => a.label.localeCompare(b.label));
  return (
    <>
      <DayField asked={asked} change={change} words={words} />
      <NativeSelect
        label={words.station}
        data={[
          { value: '', label: words.allStations },
          ...stations,
          { value: 'none', label: words.noStation },
        ]}
        value={asked.station ?? ''}
        onChange={({ currentTarget }) => change({ station: currentTarget.value || undefined })}
      />
      <NativeSelect
        label={words.kind}
        data={[
          { value: '', label: words.allKinds },
          ...gapKinds.map((kind) => ({ value: kind, label: t.words.gapKinds[kind] })),
        ]}
        value={asked.kind ?? ''}
        onChange={({ currentTarget }) =>
          change({ kind: gapKinds.find((kind) => kind === currentTarget.value) })
        }
      />
      {asked.day === undefined && (
        <SegmentedControl
          aria-label={words.which}
          data={[
            { value: 'missed', label: words.missed },
            { value: 'due', label: words.due },
          ]}
          value={asked.which}
          onChange={(which) => change({ which: which === 'due' ? 'due' : 'missed' })}
        />
      )}
    </>
  );
}

/** A day with its neighbours; today is no date in the address, so that a saved address stays of today. */
function DayField({ asked, change, words }: Props) {
  const clock = useClock();
  const today = clock.isoDate(new Date());
  const day = asked.day ?? today;
  const go = (to: string) => change({ day: to >= today ? undefined : to, which: 'missed' });
  return (
    <Group gap={4} align="flex-end" wrap="nowrap">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.previousDay}
        onClick={() => go(addDays(day, -1))}
      >
        <Icon name="left" />
      </ActionIcon>
      <TextInput
        type="date"
        label={words.day}
        value={day}
        max={today}
        onChange={({ currentTarget }) => currentTarget.value && go(currentTarget.value)}
      />
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.nextDay}
        disabled={day >= today}
        onClick={() => go(addDays(day, 1))}
      >
        <Icon name="right" />
      </ActionIcon>
      {day < today && (
        <Button variant="subtle" onClick={() => go(today)}>
          {words.today}
        </Button>
      )}
    </Group>
  );
}

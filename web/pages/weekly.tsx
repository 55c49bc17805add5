import { ActionIcon, Badge, Button, Group, Skeleton, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'wouter';
import type { WeeklySheet } from '../../server/weekly/weekly.ts';
import { weeklyApi } from '../api-weekly.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { useAreas } from '../state/map-data.ts';
import { useSession } from '../state/session.ts';
import { Decisions } from '../weekly/decisions.tsx';
import { addWeeks, weekOfDate } from '../weekly/iso-week.ts';
import { WeekDays } from '../weekly/week-days.tsx';
import { WeekSums } from '../weekly/week-sums.tsx';
import classes from '../weekly/weekly.module.css';
import { useWeeklyWords, type WeeklyWords } from '../weekly/words.ts';
import { WorstPlaces } from '../weekly/worst-places.tsx';

const pendingMillis = 10_000;
const counted = [
  ...(['decisions', 'gaps', 'person', 'presence', 'people', 'cells', 'visits'] as const),
  ...(['days', 'worst'] as const),
];

/** The sheet of a week for the joint meeting: what it came to, and what was decided. */
export default function Weekly() {
  const { t, language } = useI18n();
  const words = useWeeklyWords();
  const clock = useClock();
  const [search, setSearch] = useSearchParams();
  const current = weekOfDate(clock.isoDate(new Date()));
  const asked = search.get('week') ?? '';
  const week = /^\d{4}-W\d{2}$/.test(asked) ? asked : current;
  const area = useArea(search.get('area'));
  const go = (change: { area?: number | null; week?: string }) => {
    const next = { area: change.area === undefined ? area : change.area, week: change.week ?? week };
    setSearch(
      { ...(next.area && { area: String(next.area) }), ...(next.week !== current && { week: next.week }) },
      { replace: true },
    );
  };
  const query = { area, week };
  const sheet = useQuery({
    queryKey: ['weekly', 'sheet', area, week],
    queryFn: () => weeklyApi.sheet(query),
    enabled: area !== undefined,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pending ? pendingMillis : false),
  });
  return (
    <PageFrame
      title={t.pages.weekly}
      lead={words.lead}
      actions={
        <Group gap="xs" className={classes.tool ?? ''}>
          <Button disabled={!sheet.data} onClick={() => print()}>
            {words.print}
          </Button>
          <Button
            variant="default"
            component="a"
            href={weeklyApi.file({ ...query, f: 'xlsx', lang: language })}
            download
            rel="noopener"
          >
            {words.export}
          </Button>
        </Group>
      }
      filters={
        <Group gap="sm" align="flex-end" className={classes.tool ?? ''}>
          <AreaPicker label={words.area} value={area ?? null} onChange={(id) => go({ area: id })} />
          <WeekStep week={week} current={current} go={(to) => go({ week: to })} words={words} />
        </Group>
      }
    >
      {area === undefined ? (
        <Text c="dimmed">{words.chooseArea}</Text>
      ) : sheet.error ? (
        <ErrorNotice error={sheet.error} retry={() => void sheet.refetch()} />
      ) : !sheet.data ? (
        <Skeleton height={320} role="status" aria-label={t.shell.loading} />
      ) : (
        <Sheet sheet={sheet.data} isOld={sheet.isPlaceholderData} words={words} />
      )}
    </PageFrame>
  );
}

/** The area of the address; else one that the user is granted, else a station. */
function useArea(asked: string | null): number | undefined {
  const areas = useAreas();
  const { data: user } = useSession();
  if (asked && /^\d{1,15}$/.test(asked)) return Number(asked);
  const granted = user?.grants.find(({ areaId }) => areaId !== null)?.areaId ?? undefined;
  return granted ?? areas.data?.find(({ properties }) => properties.kind === 'station')?.id;
}

type StepProps = { week: string; current: string; go: (week: string) => void; words: WeeklyWords };

function WeekStep({ week, current, go, words }: StepProps) {
  return (
    <Group gap={4} wrap="nowrap">
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.previousWeek}
        onClick={() => go(addWeeks(week, -1))}
      >
        <Icon name="left" />
      </ActionIcon>
      <Text fw={600} px={6}>
        {week}
      </Text>
      <ActionIcon
        variant="default"
        size={36}
        aria-label={words.nextWeek}
        disabled={week >= current}
        onClick={() => go(addWeeks(week, 1))}
      >
        <Icon name="right" />
      </ActionIcon>
      {week < current && (
        <Button variant="subtle" onClick={() => go(current)}>
          {words.thisWeek}
        </Button>
      )}
    </Group>
  );
}

function Sheet({ sheet, isOld, words }: { sheet: WeeklySheet; isOld: boolean; words: WeeklyWords }) {
  const { t } = useI18n();
  const clock = useClock();
  const { area, week, monday, sunday, isOver, isProvisional, pending, asOf } = sheet;
  return (
    <Stack gap="md" className={classes.sheet ?? ''} style={{ opacity: isOld ? 0.6 : 1 }}>
      <Group gap="xs" className={classes.head ?? ''}>
        <Text fw={600}>
          {area.name} · {words.week(week, monday, sunday)}
        </Text>
        <Text size="sm" c="dimmed">
          {words.asOf(clock.fullDateTime(asOf))}
          {!isOver && ` · ${words.running}`}
        </Text>
        {isProvisional && (
          <Badge color="yellow" variant="light" tt="none">
            {words.provisional}
          </Badge>
        )}
      </Group>
      {pending && (
        <Text size="sm" c="orange" role="status">
          {words.pending}
        </Text>
      )}
      <Decisions sheet={sheet} words={words} />
      <WeekSums sheet={sheet} words={words} />
      <WeekDays sheet={sheet} words={words} />
      <WorstPlaces worst={sheet.worst} words={words} />
      <div className={classes.onPaper}>
        <p className={classes.signature}>{words.signature}</p>
        <p>
          <strong>{t.common.counted}</strong>{' '}
          {counted.map((one) => t.common.labelled(words[one], words.how[one])).join(' ')}
        </p>
      </div>
    </Stack>
  );
}

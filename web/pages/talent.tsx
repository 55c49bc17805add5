import { Badge, Button, Center, Checkbox, Group, Menu, Skeleton, Stack, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useInfiniteQuery } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useState } from 'react';
import type { TalentAnswer } from '../../server/talent/talent.ts';
import { loadApi } from '../api-load.ts';
import type { Query } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { boundsOfAreas } from '../map/bounds.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { toLocalField } from '../state/local-time.ts';
import { useAreas } from '../state/map-data.ts';
import { type Asked, isReversed, queryOf } from '../talent/asked.ts';
import classes from '../talent/talent.module.css';
import { TalentForm } from '../talent/talent-form.tsx';
import { TalentTable } from '../talent/talent-table.tsx';
import { type TalentWords, useTalentWords } from '../talent/words.ts';

const PlaceMap = lazy(() => import('../talent/place-map.tsx'));

const hourMs = 3_600_000;
const rowsAtOnce = 50;
const settleMs = 350;

/** Who could be called on: a skill, a time and a place, with why each and why not the others. */
export default function Talent() {
  const { t } = useI18n();
  const words = useTalentWords();
  const { timeZone } = useClock();
  const [asked, setAsked] = useState<Asked>(() => begin(timeZone));
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set());
  const [settled] = useDebouncedValue(asked, settleMs);
  const query = queryOf(settled, timeZone);
  const list = useInfiniteQuery({
    queryKey: ['talent', query],
    queryFn: ({ pageParam }) =>
      loadApi.talent({ ...query, limit: rowsAtOnce, cursor: pageParam || undefined }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: keepPreviousData,
    enabled: !isReversed(settled),
  });
  const change = useCallback(
    (changed: Partial<Asked>) => setAsked((before) => ({ ...before, ...changed })),
    [],
  );
  const [first] = list.data?.pages ?? [];
  const people = list.data?.pages.flatMap((page) => page.people) ?? [];
  return (
    <PageFrame title={t.pages.talent} lead={words.lead}>
      <div className={classes.layout}>
        <TalentForm asked={asked} change={change} words={words} />
        <Picker asked={asked} change={change} words={words} found={first} />
      </div>
      {list.error ? (
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      ) : !first ? (
        <Skeleton height={200} role="status" aria-label={t.shell.loading} />
      ) : (
        <Stack gap="sm">
          <Summary found={first} words={words} />
          {people.length === 0 ? (
            <Text c="dimmed">{words.empty}</Text>
          ) : (
            <>
              <Exports query={query} found={first.found} chosen={chosen} words={words} />
              <TalentTable people={people} chosen={chosen} onChoose={setChosen} words={words} />
            </>
          )}
          {list.hasNextPage && (
            <Center>
              <Button
                variant="default"
                loading={list.isFetchingNextPage}
                onClick={() => void list.fetchNextPage()}
              >
                {t.common.more}
              </Button>
            </Center>
          )}
        </Stack>
      )}
    </PageFrame>
  );
}

function begin(timeZone: string): Asked {
  const field = (later: number) => toLocalField(new Date(Date.now() + later), timeZone);
  return {
    ...{ skill: '', language: '', kind: '', team: '', from: field(0), to: field(4 * hourMs) },
    ...{ assigned: 'bound', place: 'point', point: null, areaId: null, cellId: null, withinKilometres: '' },
  };
}

type PickerProps = {
  asked: Asked;
  change: (changed: Partial<Asked>) => void;
  words: TalentWords;
  found: TalentAnswer | undefined;
};

function Picker({ asked, change, words, found }: PickerProps) {
  const areas = useAreas();
  const onPick = useCallback((point: [number, number]) => change({ place: 'point', point }), [change]);
  const bounds = areas.data && boundsOfAreas(areas.data);
  const within = Number(asked.withinKilometres);
  const position = asked.place === 'point' ? asked.point : asked.place === 'none' ? null : found?.position;
  const spot = position ? { position, withinKilometres: within > 0 ? within : undefined } : undefined;
  return (
    <section className={classes.map} aria-label={words.pick}>
      {areas.data && bounds && (
        <Suspense fallback={<Skeleton height="100%" />}>
          <PlaceMap areas={areas.data} bounds={bounds} spot={spot} onPick={onPick} />
        </Suspense>
      )}
    </section>
  );
}

function Summary({ found, words }: { found: TalentAnswer; words: TalentWords }) {
  return (
    <div>
      <Text fw={600}>{words.found(found.found, found.considered)}</Text>
      {found.passedOver.length > 0 && (
        <Group gap="xs" mt={4} title={words.passedHint}>
          <Text size="sm" c="dimmed">
            {words.passedOver}
          </Text>
          <ul className={classes.passed}>
            {found.passedOver.map(({ filter, count }) => (
              <li key={filter}>
                <Badge variant="light" color="gray" tt="none">
                  {words.passed(words.filters[filter], count)}
                </Badge>
              </li>
            ))}
          </ul>
        </Group>
      )}
    </div>
  );
}

type ExportsProps = { query: Query; found: number; chosen: ReadonlySet<number>; words: TalentWords };

/** The list, or the chosen of it, as a file. */
function Exports({ query, found, chosen, words }: ExportsProps) {
  const { language } = useI18n();
  const [withContact, setWithContact] = useState(false);
  const people = chosen.size > 0 ? [...chosen].join(',') : undefined;
  const label = chosen.size > 0 ? words.exportChosen(chosen.size) : words.exportAll(found);
  return (
    <Group gap="sm">
      <Menu position="bottom-start">
        <Menu.Target>
          <Button size="compact-sm" variant="light">
            {label}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {['csv', 'xlsx'].map((f) => (
            <Menu.Item
              key={f}
              component="a"
              href={loadApi.talentFile({ ...query, people, f, lang: language, contact: String(withContact) })}
              download
              rel="noopener"
            >
              {f.toUpperCase()}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      <Checkbox
        label={words.withContact}
        checked={withContact}
        onChange={({ currentTarget }) => setWithContact(currentTarget.checked)}
      />
      <Text size="xs" c="dimmed">
        {words.contactHint}
      </Text>
    </Group>
  );
}

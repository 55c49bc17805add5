import { Badge, Button, Group, NativeSelect, Skeleton, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import type { Point } from '../../server/points/point.ts';
import { openAction } from '../actions/open.ts';
import { pointsApi } from '../api-points.ts';
import { useI18n } from '../i18n/index.tsx';
import { boundsOfAreas } from '../map/bounds.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import classes from '../points/points.module.css';
import { usePointWords } from '../points/words.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useAreas } from '../state/map-data.ts';
import { holds, useSession } from '../state/session.ts';

// It loads beside the data instead of after it.
const pointsMap = import('../points/points-map.tsx');
const PointsMap = lazy(() => pointsMap);

/** What a click on the map does: enters a point, gives one another place, or chooses one. */
type Placing = { what: 'add' } | { what: 'move'; point: Point } | null;

/** The places to be visited, on a map and as a list. */
export default function Points() {
  const words = usePointWords();
  const mayCommand = holds(useSession().data, ['chief']);
  const [kind, setKind] = useState('');
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed.trim(), 250);
  const [placing, setPlacing] = useState<Placing>(null);
  const [chosen, setChosen] = useState<number>();
  const list = useList(['points', kind, q], async (cursor) => {
    const { features, total, next } = await pointsApi.list({
      kind: kind || undefined,
      q: q || undefined,
      cursor,
      limit: 1000,
    });
    return { rows: features.map((point) => ({ point, total })), next };
  });
  const points = useMemo(() => (list.rows ?? []).map(({ point }) => point), [list.rows]);
  const total = list.rows?.[0]?.total ?? 0;
  const kinds = [
    { value: '', label: words.allKinds },
    ...Object.entries(words.kinds).map(([value, label]) => ({ value, label })),
  ];
  return (
    <PageFrame
      title={words.title}
      lead={words.lead}
      actions={
        mayCommand && (
          <>
            <Button variant="default" onClick={() => openAction('import-file', { kind: 'visit-points' })}>
              {words.import}
            </Button>
            <Button onClick={() => setPlacing({ what: 'add' })}>{words.add}</Button>
          </>
        )
      }
      filters={
        <>
          <NativeSelect
            label={words.kind}
            data={kinds}
            value={kind}
            onChange={({ currentTarget }) => setKind(currentTarget.value)}
          />
          <TextInput
            label={words.search}
            type="search"
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
          />
          <Text size="sm" c="dimmed" pb={6} aria-live="polite">
            {words.total(points.length, total)}
          </Text>
        </>
      }
    >
      <Ground
        points={points}
        placing={placing}
        setPlacing={setPlacing}
        chosen={chosen}
        setChosen={setChosen}
      />
      <RecordTable
        list={{ ...list, rows: list.rows && points }}
        columns={columnsOf(words, {
          mayCommand,
          chosen,
          setChosen,
          setPlacing,
          periodText: usePeriodText(),
        })}
        rowKey={(point) => point.id}
        empty={words.empty}
        label={words.title}
      />
    </PageFrame>
  );
}

type GroundProps = {
  points: readonly Point[];
  placing: Placing;
  setPlacing: (placing: Placing) => void;
  chosen: number | undefined;
  setChosen: (id: number) => void;
};

function Ground({ points, placing, setPlacing, chosen, setChosen }: GroundProps) {
  const { t } = useI18n();
  const words = usePointWords();
  const client = useQueryClient();
  const areas = useAreas();
  const bounds = areas.data && boundsOfAreas(areas.data);
  const drawn = useMemo(() => ({ points, chosen }), [points, chosen]);
  const onPlace = useCallback(
    async (position: [number, number]) => {
      setPlacing(null);
      if (placing?.what !== 'move') {
        openAction('edit-point', { position });
        return;
      }
      try {
        await pointsApi.change(placing.point.id, { geometry: { type: 'Point', coordinates: position } });
      } catch (error) {
        const said = error instanceof Error ? error.message : String(error);
        notifications.show({ message: said, color: 'red', autoClose: 8000 });
        return;
      }
      await client.invalidateQueries({ queryKey: ['points'] });
      notifications.show({ message: words.moved, color: 'teal' });
    },
    [placing, setPlacing, client, words],
  );
  const waiting = <Skeleton height="100%" role="status" aria-label={t.shell.loading} />;
  return (
    <section className={classes.map} aria-label={words.map}>
      {placing && (
        <p className={classes.hint} role="status">
          {placing.what === 'add' ? words.adding : words.moving(placing.point.properties.label)}
          <Button size="compact-xs" variant="white" color="dark" onClick={() => setPlacing(null)}>
            {words.stop}
          </Button>
        </p>
      )}
      {areas.isPending && waiting}
      {areas.isError && <ErrorNotice error={areas.error} retry={() => void areas.refetch()} />}
      {areas.data && (
        <Suspense fallback={waiting}>
          <PointsMap
            areas={areas.data}
            bounds={bounds ?? undefined}
            drawn={drawn}
            isPlacing={placing !== null}
            onPlace={(position) => void onPlace(position)}
            onChoose={setChosen}
          />
        </Suspense>
      )}
    </section>
  );
}

type Commands = {
  mayCommand: boolean;
  chosen: number | undefined;
  setChosen: (id: number) => void;
  setPlacing: (placing: Placing) => void;
  periodText: ReturnType<typeof usePeriodText>;
};

function columnsOf(
  words: ReturnType<typeof usePointWords>,
  { mayCommand, chosen, setChosen, setPlacing, periodText }: Commands,
) {
  return [
    {
      name: words.label,
      show: ({ id, properties }: Point) => (
        <Button
          size="compact-sm"
          variant={id === chosen ? 'light' : 'subtle'}
          aria-pressed={id === chosen}
          onClick={() => setChosen(id)}
        >
          {properties.label}
        </Button>
      ),
    },
    {
      name: words.kind,
      show: ({ properties }: Point) => (
        <Group gap={6} wrap="nowrap">
          {words.kinds[properties.kind]}
          {properties.key && (
            <Badge size="sm" color="dark" tt="none">
              {words.key}
            </Badge>
          )}
        </Group>
      ),
    },
    {
      name: words.cell,
      show: ({ properties: { cell } }: Point) => (cell ? cell.name || cell.code : words.noCell),
    },
    {
      name: words.radius,
      numeric: true,
      show: ({ properties }: Point) => words.metres(properties.radiusMetres),
    },
    { name: words.weight, numeric: true, show: ({ properties }: Point) => String(properties.weight) },
    { name: words.period, show: ({ properties }: Point) => periodText(properties.from, properties.to) },
    {
      name: '',
      show: (point: Point) =>
        mayCommand && (
          <Group gap={4} wrap="nowrap" justify="flex-end">
            <Button size="compact-xs" variant="subtle" onClick={() => openAction('edit-point', { point })}>
              {words.change}
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => setPlacing({ what: 'move', point })}>
              {words.move}
            </Button>
            <Button size="compact-xs" variant="subtle" color="red" onClick={() => endPoint(point, words)}>
              {words.end}
            </Button>
          </Group>
        ),
    },
  ];
}

function endPoint({ id, properties }: Point, words: ReturnType<typeof usePointWords>) {
  openAction('confirm', {
    title: words.end,
    question: words.endQuestion(properties.label),
    submitLabel: words.end,
    done: words.ended,
    changes: ['points'],
    work: () => pointsApi.end(id),
  });
}

import { Anchor, SegmentedControl, Text } from '@mantine/core';
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Polygon } from 'geojson';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { api } from '../api.ts';
import { aroundApi, type InsideAsked, type InsideRow } from '../api-around.ts';
import classes from '../around/around.module.css';
import type { AskShape } from '../around/ask-mode.ts';
import { InsideSide, keyOfRow } from '../around/inside-side.tsx';
import { keyOfNear, ResponseSide } from '../around/response-side.tsx';
import { useWords } from '../around/words.ts';
import { boundsOfAreas } from '../map/bounds.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';
import { choosePlan, useAreas, usePlans } from '../state/map-data.ts';
import { defaultPeriod, type Period } from '../state/period.ts';
import { holds, useSession } from '../state/session.ts';
import { mapAddress, useView } from '../state/view.ts';

const AroundMap = lazy(() => import('../around/around-map.tsx'));

const hourMs = 3_600_000;
const asked = { staleTime: Number.POSITIVE_INFINITY, refetchOnWindowFocus: false, retry: false } as const;

/** Asks about a place on the map: who was inside an outline, or who on duty is nearest. */
export default function AroundPage() {
  const words = useWords();
  const { data: user } = useSession();
  const mayDispatch = holds(user, ['chief']);
  const [question, setQuestion] = useState<'inside' | 'response'>('inside');
  const [chosen, setChosen] = useState<string>();
  const [view] = useView();
  const inside = useInside(view.period);
  const response = useResponse();
  const plans = usePlans();
  const areas = useAreas();
  const plan = choosePlan(plans.data?.plans ?? [], view.plan);
  const isInside = question === 'inside';
  const data = useMemo(
    () => ({
      outline: isInside ? inside.outline : undefined,
      ways: isInside ? inside.rows.map((row, index) => ({ key: keyOfRow(row, index), lines: row.way })) : [],
      point: isInside ? undefined : response.point,
      people: isInside
        ? []
        : (response.answer?.nearest ?? []).map(({ position }, index) => ({
            key: keyOfNear(index),
            position,
          })),
      chosen,
    }),
    [isInside, inside.outline, inside.rows, response.point, response.answer, chosen],
  );
  return (
    <div className={classes.page}>
      <aside className={classes.side} aria-label={words.title}>
        <Text component="h1" size="sm" c="dimmed" mb="xs">
          {words.lead}{' '}
          <Anchor component={Link} href={mapAddress(view)} size="sm">
            {words.back}
          </Anchor>
        </Text>
        {mayDispatch && (
          <SegmentedControl
            fullWidth
            mb="sm"
            value={question}
            onChange={(value) => {
              setQuestion(value === 'response' ? 'response' : 'inside');
              setChosen(undefined);
            }}
            data={(['inside', 'response'] as const).map((value) => ({
              value,
              label: words.questions[value],
            }))}
          />
        )}
        {isInside ? (
          <InsideSide
            state={inside.state}
            chosen={chosen}
            onShape={inside.setShape}
            onPeriod={inside.setPeriod}
            onChoose={setChosen}
            onClear={() => inside.draw(undefined)}
            onMore={inside.more}
            onRetry={inside.retry}
          />
        ) : (
          <ResponseSide {...response.side} chosen={chosen} onChoose={setChosen} />
        )}
      </aside>
      <section className={classes.stage} aria-label={words.mapLabel}>
        <Suspense fallback={null}>
          {plans.data && !areas.isPending && (
            <AroundMap
              areas={areas.data}
              tiles={plan && plan.cells > 0 ? api.cellTiles(plan) : undefined}
              camera={view.camera}
              bounds={(areas.data && boundsOfAreas(areas.data)) ?? plan?.bounds ?? undefined}
              data={data}
              tool={isInside ? inside.state.shape : 'point'}
              calls={{
                drawn: (outline) => {
                  setChosen(undefined);
                  inside.draw(outline);
                },
                pointed: response.pointAt,
                refused: inside.refuse,
              }}
            />
          )}
        </Suspense>
      </section>
    </div>
  );
}

const noRows: readonly InsideRow[] = [];

/** A time asked about begins as that of the map, a day where the map is at the usual. */
function useInside(shown: Period) {
  const { timeZone } = useClock();
  const [shape, setShape] = useState<AskShape>('rectangle');
  const [period, setPeriod] = useState(() => fieldsOf(shown, timeZone));
  const [outline, setOutline] = useState<Polygon>();
  const [refused, setRefused] = useState<'too-few-points' | 'crosses-itself'>();
  const isWhole = period.from !== '' && period.to !== '' && period.from < period.to;
  const question: InsideAsked | undefined =
    outline && isWhole
      ? {
          outline: { type: 'Polygon', coordinates: outline.coordinates.map(ringOf) },
          from: fromLocalField(period.from, timeZone),
          to: fromLocalField(period.to, timeZone),
        }
      : undefined;
  const found = useInfiniteQuery({
    ...asked,
    queryKey: ['inside', question],
    queryFn: ({ pageParam }) =>
      question ? aroundApi.inside(question, pageParam || undefined) : Promise.reject(new Error()),
    initialPageParam: '',
    getNextPageParam: (page) => page.next ?? undefined,
    enabled: question !== undefined,
  });
  const pages = found.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.rows) ?? noRows, [pages]);
  return {
    outline,
    rows,
    setShape,
    setPeriod: (part: { from?: string; to?: string }) => setPeriod({ ...period, ...part }),
    draw: (drawn: Polygon | undefined) => {
      setRefused(undefined);
      setOutline(drawn);
    },
    refuse: setRefused,
    more: () => void found.fetchNextPage(),
    retry: () => void found.refetch(),
    state: {
      shape,
      ...period,
      asked: question,
      answer: pages?.[0],
      rows,
      error: question ? found.error : null,
      isSearching: found.isFetching,
      refused,
      hasMore: found.hasNextPage,
    },
  };
}

function fieldsOf(shown: Period, timeZone: string): { from: string; to: string } {
  if (!('hours' in shown)) return { from: `${shown.from}T00:00`, to: `${shown.to}T00:00` };
  const hours = shown === defaultPeriod ? 24 : shown.hours;
  return {
    from: toLocalField(new Date(Date.now() - hours * hourMs), timeZone),
    to: toLocalField(new Date(Date.now() + 60_000), timeZone),
  };
}

const ringOf = (ring: readonly (readonly number[])[]) =>
  ring.map(([lon = 0, lat = 0]): [number, number] => [lon, lat]);

function useResponse() {
  const { timeZone } = useClock();
  const [point, setPoint] = useState<[number, number]>();
  const [at, setAt] = useState('');
  const found = useQuery({
    ...asked,
    queryKey: ['response', point, at],
    queryFn: () => {
      const [lon, lat] = point ?? [0, 0];
      return aroundApi.response({ lon, lat, at: at === '' ? undefined : fromLocalField(at, timeZone) });
    },
    enabled: point !== undefined,
  });
  return {
    point,
    answer: found.data,
    pointAt: ([lon, lat]: readonly [number, number]) =>
      setPoint([Number(lon.toFixed(6)), Number(lat.toFixed(6))]),
    side: {
      hasPoint: point !== undefined,
      at,
      answer: found.data,
      error: found.error,
      isSearching: found.isFetching,
      onAt: setAt,
      onRetry: () => void found.refetch(),
    },
  };
}

import { ActionIcon, Button } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { DayCounts } from '../../server/coverage/day-counts.ts';
import { deskApi } from '../api-desk.ts';
import { useDeskWords } from '../i18n/desk.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import type { Period } from '../state/period.ts';
import { chosenOf, dayAt, daysBetween, mostDays, periodOf, type Span, shifted, spanOf } from './brush.ts';
import { DayChart } from './day-chart.tsx';
import classes from './dock.module.css';
import { How } from './how.tsx';

const refreshMillis = 120_000;
const pendingMillis = 10_000;

type Props = {
  plan: number | undefined;
  /** The map has its answer: the days would be judged on the same processor. */
  ready: boolean;
  /** As the server takes it: instants, or dates. */
  bounds: { from: string; to: string };
  onPeriod: (period: Period) => void;
};

/** The days that are shown follow the period only where it leaves them, so that they stay while one brushes. */
function useSpan(from: string, to: string, today: string) {
  const [span, setSpan] = useState<Span>(() => spanOf(from, to, today));
  const { first, last } = chosenOf(span, from, to);
  const leaves = last >= span.days || (first < 0 && daysBetween(from, to) < mostDays);
  const wanted =
    leaves && last !== chosenOf(spanOf(from, to, today), from, to).last ? spanOf(from, to, today) : span;
  if (wanted !== span) setSpan(wanted);
  return [wanted, setSpan] as const;
}

/** How every day went, with a brush that chooses the period of the map. */
export function DaysPanel({ plan, ready, bounds, onPeriod }: Props) {
  const words = useDeskWords();
  const clock = useClock();
  const [asTable, setAsTable] = useState(false);
  const dayOf = (at: string) => (at.includes('T') ? clock.isoDate(at) : at);
  const today = clock.isoDate(new Date());
  const from = dayOf(bounds.from);
  const to = bounds.to.includes('T')
    ? clock.isoDate(new Date(Date.parse(bounds.to) - 1))
    : dayAt(bounds.to, -1);
  const [span, setSpan] = useSpan(from, to, today);
  const asked = { plan, from: span.first, to: dayAt(span.first, span.days) };
  const query = useQuery({
    queryKey: ['coverage', 'days', asked],
    queryFn: () => deskApi.days(asked),
    enabled: plan !== undefined && ready,
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.pending ? pendingMillis : refreshMillis),
  });
  // While other days are asked for, those that were shown before would stand at wrong places.
  const counts = query.data?.days[0]?.day === span.first ? query.data.days : undefined;
  const chosen = chosenOf(span, from, to);
  const step = Math.max(7, Math.floor(span.days / 2));
  return (
    <>
      <div className={classes.row}>
        <ActionIcon
          variant="default"
          size={26}
          aria-label={words.days.earlier}
          title={words.days.earlier}
          onClick={() => setSpan(shifted(span, -step, today))}
        >
          <Icon name="left" size={14} />
        </ActionIcon>
        <ActionIcon
          variant="default"
          size={26}
          aria-label={words.days.later}
          title={words.days.later}
          disabled={daysBetween(dayAt(span.first, span.days), today) < 0}
          onClick={() => setSpan(shifted(span, step, today))}
        >
          <Icon name="right" size={14} />
        </ActionIcon>
        <strong>{words.days.label}</strong>
        {daysBetween(from, to) >= mostDays && (
          <span className={classes.warning}>{words.days.tooLong(mostDays)}</span>
        )}
        {query.isFetching && !counts && <span className={classes.quiet}>{words.days.loading}</span>}
        {query.data?.pending && <span className={classes.warning}>{words.days.pending}</span>}
        {query.data && (
          <span className={`${classes.quiet} ${classes.wideOnly}`}>
            {words.asOf(clock.dateTime(query.data.asOf))}
          </span>
        )}
        <span className={classes.spacer} />
        <Button size="compact-xs" variant="subtle" onClick={() => setAsTable(!asTable)}>
          {asTable ? words.asChart : words.asTable}
        </Button>
        <How text={words.days.explain} />
      </div>
      {query.isError && <ErrorNotice error={query.error} retry={() => query.refetch()} />}
      {asTable ? (
        <DayTable counts={counts ?? []} />
      ) : (
        <DayChart
          span={span}
          counts={counts}
          chosen={chosen}
          today={today}
          onChoose={(next) => onPeriod(periodOf(span, next))}
        />
      )}
    </>
  );
}

function DayTable({ counts }: { counts: readonly DayCounts[] }) {
  const { days } = useDeskWords();
  const share = ({ met, obligations }: DayCounts) =>
    obligations === 0 ? '–' : `${Math.round((met / obligations) * 100)}%`;
  return (
    <div className={classes.scroll}>
      <table className={classes.table}>
        <thead>
          <tr>
            <th>{days.day}</th>
            {[days.obligations, days.met, days.late, days.unmet, days.never, days.noData, days.share].map(
              (name) => (
                <th key={name} className={classes.number}>
                  {name}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {counts.toReversed().map((one) => (
            <tr key={one.day}>
              <td>{one.day}</td>
              {[one.obligations, one.met, one.late, one.unmet, one.never, one.noData].map((count, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: the columns never change
                <td key={index} className={classes.number}>
                  {count}
                </td>
              ))}
              <td className={classes.number}>{share(one)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

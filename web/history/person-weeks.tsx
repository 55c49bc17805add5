import { Button, Group, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link } from 'wouter';
import { historyApi, type PersonHistory } from '../api-history.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { type DaysBack, DaysBackField, fromOf } from './days-back.tsx';
import { Figures } from './figures.tsx';
import classes from './history.module.css';
import { ObligationStates } from './obligation-states.tsx';
import { TrendBars } from './trend-bars.tsx';
import { useSpan } from './use-span.ts';
import { WeekPattern } from './week-pattern.tsx';
import { useWords } from './words.ts';

/** Of who is assigned to hundreds of cells the list would bury the page. */
const firstCells = 15;

/** A person's patrols, week by week. */
export default function PersonWeeks({ personId, isOwn }: { personId: number; isOwn?: boolean }) {
  const words = useWords();
  const [days, setDays] = useState<DaysBack>(84);
  const found = useQuery({
    queryKey: ['person', personId, 'history', days],
    queryFn: () => historyApi.person(personId, { from: fromOf(days) }),
    staleTime: 300_000,
  });
  return (
    <section className={classes.section} aria-label={words.person.title}>
      <Group justify="space-between">
        <h2>{words.person.title}</h2>
        <DaysBackField days={days} onDays={setDays} />
      </Group>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loader size={16} />}
      {found.data && <Weeks history={found.data} />}
      {!isOwn && <p className={classes.note}>{words.person.recorded}</p>}
    </section>
  );
}

function Weeks({ history }: { history: PersonHistory }) {
  const { t } = useI18n();
  const { person, table } = useWords();
  const clock = useClock();
  const long = (seconds: number) => t.measures.duration(seconds);
  if (history.visits === 0 && history.dutySeconds === 0) return <p>{person.nothing}</p>;
  return (
    <>
      <Figures
        figures={[
          { name: person.figures.duty, value: long(history.dutySeconds), how: person.dutyHow },
          { name: person.figures.present, value: long(history.presentSeconds), how: person.presentHow },
          { name: person.figures.metres, value: t.measures.length(history.metres), how: person.metresHow },
          { name: person.figures.visits, value: String(history.visits), how: person.visitsHow },
          { name: person.figures.cells, value: String(history.cellCount), how: person.cellsHow },
        ]}
      />
      <h3>{person.pattern}</h3>
      <p className={classes.note}>{person.patternHow}</p>
      <WeekPattern
        label={person.pattern}
        minutes={history.pattern.presentMinutes}
        hours={history.pattern.hours}
      />
      <h3>{person.trend}</h3>
      <p className={classes.note}>{person.trendHow}</p>
      <TrendBars
        label={person.trendLabel}
        bars={history.weeks.map((week) => ({
          key: week.from,
          name: clock.isoDate(week.from),
          value: week.presentSeconds,
          text: long(week.presentSeconds),
        }))}
      />
      <details className={classes.details}>
        <summary>{table}</summary>
        <div className={classes.scroll}>
          <table className={classes.table} aria-label={person.trend}>
            <thead>
              <tr>
                {person.columns.map((name, index) => (
                  <th key={name} className={index > 0 ? classes.number : undefined}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {history.weeks.toReversed().map((week) => (
                <tr key={week.from}>
                  <td>{clock.isoDate(week.from)}</td>
                  <td className={classes.number}>{long(week.dutySeconds)}</td>
                  <td className={classes.number}>{long(week.presentSeconds)}</td>
                  <td className={classes.number}>{t.measures.length(week.metres)}</td>
                  <td className={classes.number}>{week.visits}</td>
                  <td className={classes.number}>{week.cells}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
      <h3>{person.cells}</h3>
      <p className={classes.note}>{person.cellsTableHow}</p>
      <CellTable cells={history.cells} />
    </>
  );
}

function CellTable({ cells }: { cells: PersonHistory['cells'] }) {
  const { t } = useI18n();
  const long = useSpan();
  const { person, none } = useWords();
  const clock = useClock();
  const [isWhole, setWhole] = useState(false);
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={person.cells}>
        <thead>
          <tr>
            {person.cellColumns.map((name, index) => (
              <th key={name} className={index > 0 && index < 5 ? classes.number : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {cells.slice(0, isWhole ? cells.length : firstCells).map((one) => (
            <tr key={one.cell}>
              <td>
                <Link href={`/cells/${one.cell}`}>{one.name || one.code}</Link>
                {one.isAssigned && <span className={classes.quiet}> {person.assigned}</span>}
              </td>
              <td className={classes.number}>{one.visits}</td>
              <td className={classes.number}>{t.measures.duration(one.dwellSeconds)}</td>
              <td className={classes.number}>{one.lastVisitAt ? clock.dateTime(one.lastVisitAt) : none}</td>
              <td className={classes.number}>{long(one.worstIdleSeconds)}</td>
              <td>
                <ObligationStates obligations={one.obligations} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {!isWhole && cells.length > firstCells && (
        <Button
          size="compact-sm"
          variant="default"
          className={classes.more ?? ''}
          onClick={() => setWhole(true)}
        >
          {person.allCells(cells.length)}
        </Button>
      )}
    </div>
  );
}

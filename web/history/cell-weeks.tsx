import type { CellHistory } from '../api-history.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import { Figures } from './figures.tsx';
import classes from './history.module.css';
import { ObligationStates } from './obligation-states.tsx';
import { TrendBars } from './trend-bars.tsx';
import { useSpan } from './use-span.ts';
import { WeekPattern } from './week-pattern.tsx';
import { useWords } from './words.ts';

/** What a cell's history comes to, chart by chart, each with its table. */
export function CellWeeks({ history }: { history: CellHistory }) {
  const { t } = useI18n();
  const words = useWords();
  const clock = useClock();
  const { cell } = words;
  const long = useSpan();
  const { idleness } = history;
  return (
    <>
      <Figures
        figures={[
          { name: cell.figures.occupied, value: long(history.occupiedSeconds), how: cell.occupiedHow },
          { name: cell.figures.person, value: long(history.personSeconds), how: cell.personHow },
          { name: cell.figures.visits, value: String(history.visits), how: cell.visitsHow },
          { name: cell.figures.metres, value: t.measures.length(history.metres), how: cell.metresHow },
          {
            name: cell.figures.last,
            value: history.lastVisitAt ? clock.ago(history.lastVisitAt) : cell.never,
            how: history.lastVisitAt
              ? `${cell.lastAt(clock.fullDateTime(history.lastVisitAt))} ${cell.lastHow}`
              : cell.lastHow,
          },
        ]}
      />
      {history.bridgedSeconds > 0 && (
        <p className={classes.note}>{cell.bridged(long(history.bridgedSeconds))}</p>
      )}
      {idleness && (
        <section className={classes.section}>
          <h2>{cell.idleness}</h2>
          <Figures
            figures={[
              { name: cell.mean, value: long(idleness.meanSeconds), how: cell.idleHow },
              { name: cell.p90, value: long(idleness.p90Seconds), how: cell.idleHow },
              {
                name: cell.worst,
                value: long(idleness.worstSeconds),
                how: cell.idleHow,
              },
            ]}
          />
          <p className={classes.note}>
            {cell.worstNote(clock.dateTime(idleness.worstFrom), clock.dateTime(idleness.worstTo))}
          </p>
        </section>
      )}
      <section className={classes.section}>
        <h2>{cell.pattern}</h2>
        <p className={classes.note}>{cell.patternHow}</p>
        <WeekPattern
          label={cell.pattern}
          minutes={history.pattern.occupiedMinutes}
          hours={history.pattern.hours}
        />
      </section>
      <section className={classes.section}>
        <h2>{cell.trend}</h2>
        <p className={classes.note}>{cell.trendHow}</p>
        <TrendBars
          label={cell.trendLabel}
          bars={history.weeks.map((week) => ({
            key: week.from,
            name: clock.isoDate(week.from),
            value: week.occupiedSeconds,
            text: long(week.occupiedSeconds),
          }))}
        />
        <WeekTable history={history} />
      </section>
      <Before history={history} />
    </>
  );
}

function WeekTable({ history }: { history: CellHistory }) {
  const long = useSpan();
  const { cell } = useWords();
  const clock = useClock();
  return (
    <div className={classes.scroll}>
      <table className={classes.table} aria-label={cell.trend}>
        <thead>
          <tr>
            {cell.columns.map((name, index) => (
              <th key={name} className={index > 0 && index < 5 ? classes.number : undefined}>
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {history.weeks.toReversed().map((week) => (
            <tr key={week.from}>
              <td>{clock.isoDate(week.from)}</td>
              <td className={classes.number}>{week.visits}</td>
              <td className={classes.number}>{long(week.occupiedSeconds)}</td>
              <td className={classes.number}>{long(week.personSeconds)}</td>
              <td className={classes.number}>{long(week.worstIdleSeconds)}</td>
              <td>
                {week.obligations.length === 0 && <span className={classes.quiet}>{cell.noRules}</span>}
                <ObligationStates obligations={week.obligations} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** What the cell was called, and who was responsible. */
function Before({ history }: { history: CellHistory }) {
  const { cell } = useWords();
  const clock = useClock();
  const day = (at: string | null) => (at === null ? '' : clock.isoDate(at));
  return (
    <>
      <section className={classes.section}>
        <h2>{cell.plans}</h2>
        <div className={classes.scroll}>
          <table className={classes.table} aria-label={cell.plans}>
            <thead>
              <tr>
                {cell.planColumns.map((name) => (
                  <th key={name}>{name}</th>
                ))}
              </tr>
            </thead>
            <tbody>
              {history.plans.map((plan) => (
                <tr key={plan.id}>
                  <td>{plan.name}</td>
                  <td>{plan.code}</td>
                  <td>{day(plan.from)}</td>
                  <td>{day(plan.to)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </section>
      {history.assignments.length > 0 && (
        <section className={classes.section}>
          <h2>{cell.people}</h2>
          <ul className={classes.list}>
            {history.assignments.map(({ person, role, from, to }) => (
              <li key={`${person.id} ${role} ${from}`}>
                <a href={`/people/${person.id}`}>{person.name}</a>{' '}
                <span className={classes.quiet}>
                  {role} · {day(from)} – {day(to)}
                </span>
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  );
}

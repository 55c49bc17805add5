import type { WeeklySheet } from '../../server/weekly/weekly.ts';
import { useI18n } from '../i18n/index.tsx';
import { Counted } from '../shell/counted.tsx';
import classes from './weekly.module.css';
import type { WeeklyWords } from './words.ts';

type Props = { sheet: WeeklySheet; words: WeeklyWords };

const percentOf = (met: number, obligations: number) => (obligations === 0 ? 0 : (100 * met) / obligations);
const percent = (share: number) => `${Math.round(share)}%`;

/** The share of cells that met their obligations on each day, drawn and as a table. */
export function WeekDays({ sheet: { days, gaps }, words }: Props) {
  const shares = days.map(({ day, met, obligations }) => ({ day, share: percentOf(met, obligations) }));
  const { t } = useI18n();
  const text = t.common.list(shares.map(({ day, share }) => `${day} ${percent(share)}`));
  return (
    <section className={classes.block}>
      <h2>
        {words.days} <Counted how={words.how.days} />
      </h2>
      <div className={classes.days}>
        <div className={classes.chart} role="img" aria-label={words.dayChart(text)}>
          {shares.map(({ day, share }) => (
            <div key={day} className={classes.column}>
              <span>{percent(share)}</span>
              <div className={classes.bar} style={{ height: `${Math.max(1, share * 0.7)}px` }} />
              <span>{day.slice(5)}</span>
            </div>
          ))}
        </div>
        <table className={classes.table}>
          <thead>
            <tr>
              {[
                ...[words.day, words.met, words.judged, words.share],
                ...[words.opened, words.closed, words.dayOpen],
              ].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, met, obligations }) => {
              const flow = gaps.days.find((one) => one.day === day);
              return (
                <tr key={day}>
                  <th scope="row">{day}</th>
                  <td>{met}</td>
                  <td>{obligations}</td>
                  <td>{percent(percentOf(met, obligations))}</td>
                  <td>{flow?.opened ?? ''}</td>
                  <td>{flow?.closed ?? ''}</td>
                  <td>{flow?.open ?? ''}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
    </section>
  );
}

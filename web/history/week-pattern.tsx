import classes from './history.module.css';
import { useWords } from './words.ts';

type Props = {
  label: string;
  /** Minutes by hour of the week, Monday 0:00 first, and how many such hours there were. */
  minutes: readonly number[];
  hours: readonly number[];
};

const clock = Array.from({ length: 24 }, (_, hour) => hour);

/** When in the week, as a field of hours, with the same numbers as a table. */
export function WeekPattern({ label, minutes, hours }: Props) {
  const words = useWords();
  const most = Math.max(1, ...minutes);
  const at = (day: number, hour: number) => minutes[day * 24 + hour] ?? 0;
  return (
    <>
      <div className={classes.pattern} role="img" aria-label={label}>
        <span />
        {clock.map((hour) => (
          <span key={hour} className={classes.hour}>
            {hour % 3 === 0 ? hour : ''}
          </span>
        ))}
        {words.shortDays.map((name, day) => [
          <span key={name} className={classes.day}>
            {name}
          </span>,
          ...clock.map((hour) => {
            const value = at(day, hour);
            const title = `${words.days[day]} ${hour}:00 · ${words.perHour(value, hours[day * 24 + hour] ?? 0)}`;
            return (
              <span
                key={`${name} ${hour}`}
                className={classes.square}
                title={title}
                data-level={value === 0 ? 0 : Math.ceil((value / most) * 5)}
              />
            );
          }),
        ])}
      </div>
      <details className={classes.details}>
        <summary>{words.table}</summary>
        <div className={classes.scroll}>
          <table className={classes.table}>
            <thead>
              <tr>
                <th />
                {words.shortDays.map((name) => (
                  <th key={name} className={classes.number}>
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {clock.map((hour) => (
                <tr key={hour}>
                  <th>{`${hour}:00`}</th>
                  {words.shortDays.map((name, day) => (
                    <td key={name} className={classes.number}>
                      {at(day, hour) || '·'}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

import classes from './history.module.css';

type Props = { label: string; bars: readonly { key: string; name: string; value: number; text: string }[] };

/** One bar a week; the table beside it has the numbers. */
export function TrendBars({ label, bars }: Props) {
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <div className={classes.bars} role="img" aria-label={label}>
      {bars.map(({ key, name, value, text }) => (
        <span key={key} className={classes.bar} title={`${name}: ${text}`}>
          <span
            className={classes.fill}
            ref={(element) => element?.style.setProperty('height', `${(value / most) * 100}%`)}
          />
        </span>
      ))}
    </div>
  );
}

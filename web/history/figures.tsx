import classes from './history.module.css';

type Props = { figures: readonly { name: string; value: string; how?: string }[] };

/** A few figures in a row, each with how it was counted as its title. */
export function Figures({ figures }: Props) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, how }) => (
        <div key={name} title={how}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

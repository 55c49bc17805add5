import { Counted } from '../shell/counted.tsx';
import classes from './history.module.css';

type Props = { figures: readonly { name: string; value: string; how: string }[] };

/** A few figures in a row, each with how it was counted. */
export function Figures({ figures }: Props) {
  return (
    <dl className={classes.figures}>
      {figures.map(({ name, value, how }) => (
        <div key={name}>
          <dt>
            {name} <Counted how={how} />
          </dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

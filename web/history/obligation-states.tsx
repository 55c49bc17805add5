import type { CellHistory } from '../api-history.ts';
import classes from './history.module.css';
import { useWords } from './words.ts';

type Props = { obligations: CellHistory['weeks'][number]['obligations'] };

/** Rules of a cell with how each stands; what a rule asks for is told on pointing at it. */
export function ObligationStates({ obligations }: Props) {
  const { cell } = useWords();
  return obligations.map(({ rule, name, sentence, state }) => (
    <span key={rule} className={classes.state} data-state={state} title={sentence}>
      {name}: {cell.states[state]}
    </span>
  ));
}

import type { CellStatus } from '../types.ts';
import classes from './status-mark.module.css';

const classOf: Record<CellStatus, string | undefined> = {
  never: classes.never,
  unmet: classes.unmet,
  late: classes.late,
  'no-data': classes.noData,
  met: classes.met,
  excluded: classes.excluded,
};

/** The colour and pattern a state has on the map. */
export function StatusMark({ status }: { status: CellStatus }) {
  return <span className={`${classes.mark} ${classOf[status]}`} aria-hidden="true" />;
}

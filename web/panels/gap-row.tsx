import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import type { Place } from '../state/places.ts';
import type { CellStatus, Gap } from '../types.ts';
import classes from './gap-panel.module.css';
import { StatusMark } from './status-mark.tsx';

/** What is missing, in the server's sentence, and since when. */
export function GapLine({ gap }: { gap: Gap }) {
  const { t } = useI18n();
  const clock = useClock();
  return (
    <span className={classes.line}>
      <span className={classes.kind} data-kind={gap.kind}>
        {t.words.gapKinds[gap.kind] ?? gap.kind}
      </span>
      <span className={classes.message}>{gap.message}</span>
      {gap.since && (
        <span className={classes.since} title={clock.fullDateTime(gap.since)}>
          {t.map.gaps.since(clock.dateTime(gap.since))}
        </span>
      )}
    </span>
  );
}

type Props = {
  place: Place;
  name: string;
  detail: string | undefined;
  status: CellStatus | undefined;
  selected: boolean;
  /** A click that a key made has no position. */
  onOpen: (byKeyboard: boolean) => void;
};

/** One place and what is missing there; opening it goes there on the map. */
export function GapRow({ place, name, detail, status, selected, onOpen }: Props) {
  return (
    <li>
      <button
        type="button"
        className={classes.place}
        data-gap={place.key}
        aria-current={selected}
        onClick={(event) => onOpen(event.detail === 0)}
      >
        <span className={classes.name}>
          {status && <StatusMark status={status} />}
          <strong className="truncate" title={name}>
            {name}
          </strong>
          {detail && (
            <span className={`truncate ${classes.code}`} title={detail}>
              {detail}
            </span>
          )}
        </span>
        {place.gaps.map((gap) => (
          <GapLine key={gap.id} gap={gap} />
        ))}
      </button>
    </li>
  );
}

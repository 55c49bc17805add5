import { useI18n } from '../i18n/index.tsx';
import { withoutPlace } from '../missed/without-place.ts';
import { useClock } from '../state/clock.tsx';
import type { Place } from '../state/places.ts';
import type { CellStatus, Gap, GapKind } from '../types.ts';
import classes from './gap-panel.module.css';
import { StatusMark } from './status-mark.tsx';

/** Somebody assigned would close them. */
export const staffGaps: GapKind[] = ['unassigned-land', 'no-officer', 'short-staffed'];
/** Of these the kind says it all; of the others the server's sentence has the numbers and the rule. */
const selfEvident: GapKind[] = ['unassigned-land', 'never-visited', 'no-officer'];

/** What is missing, and since when. */
export function GapLine({ gap }: { gap: Gap }) {
  const { t } = useI18n();
  const clock = useClock();
  return (
    <span className={classes.line} title={gap.message}>
      <span className={classes.kind} data-kind={gap.kind}>
        {t.words.gapKinds[gap.kind]}
      </span>
      <span className={classes.since} title={clock.fullDateTime(gap.since)}>
        {t.map.gaps.since(clock.dateTime(gap.since))}
      </span>
      {!selfEvident.includes(gap.kind) && (
        <span className={classes.message}>{withoutPlace(gap.message, gap.place)}</span>
      )}
    </span>
  );
}

type Props = {
  place: Place;
  status: CellStatus | undefined;
  selected: boolean;
  /** A click that a key made has no position. */
  onOpen: (byKeyboard: boolean) => void;
  /** Asks who could answer the place's worst gap; absent where the user may not assign people. */
  onWho?: ((gap: Gap) => void) | undefined;
};

/** One place and what is missing there; opening it goes there on the map. */
export function GapRow({ place, status, selected, onOpen, onWho }: Props) {
  const { t } = useI18n();
  const own = place.name || place.code || t.map.gaps.unknownPlace;
  const name = place.cell === undefined ? t.map.gaps.area(own) : own;
  const detail = place.code === own ? null : place.code;
  const asked = place.gaps.find(({ kind }) => staffGaps.includes(kind)) ?? place.gaps[0];
  return (
    <li className={classes.row}>
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
      {onWho && asked && (
        <button type="button" className={classes.who} onClick={() => onWho(asked)}>
          {staffGaps.includes(asked.kind) ? t.map.gaps.who : t.map.gaps.whoVisits}
        </button>
      )}
    </li>
  );
}

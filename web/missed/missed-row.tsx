import { Button } from '@mantine/core';
import { Link } from 'wouter';
import type { MissedRow } from '../../server/missed/missed.ts';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import { mapAddress } from './map-address.ts';
import classes from './missed.module.css';
import { responsibleText } from './responsible.ts';
import { withoutPlace } from './without-place.ts';
import type { MissedWords } from './words.ts';

type Props = {
  row: MissedRow;
  /** Null for today: then the map shows now. */
  day: string | null;
  isDue: boolean;
  /** Somebody may be sent there who could close it. */
  mayAssign: boolean;
  words: MissedWords;
};

const selfEvident: ReadonlySet<string> = new Set(['never-visited', 'no-officer']);

/** Whether the kind says it all, beside the place. */
export const isSelfEvident = ({ kind, cell }: MissedRow) =>
  selfEvident.has(kind) || (kind === 'unassigned-land' && cell !== undefined);

/** One obligation that was not met. */
export function MissedLine({ row, day, isDue, mayAssign, words }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const { place, cell, owner } = row;
  const name = place.name || place.code || '';
  const isSaid = owner !== null && name.startsWith(owner);
  const detail = [place.code === name ? null : place.code, isSaid ? null : owner].filter(Boolean).join(' · ');
  return (
    <li className={classes.row} data-kind={row.kind}>
      <div className={classes.place}>
        {cell === undefined ? <strong>{name}</strong> : <Link href={mapAddress(cell, day)}>{name}</Link>}
        {detail && <span className={classes.quiet}>{detail}</span>}
      </div>
      <div className={classes.what}>
        <span className={classes.kind}>{t.words.gapKinds[row.kind]}</span>
        {!isSelfEvident(row) && (
          <span>
            {isDue && <span className={classes.quiet}>{words.atMidnight} </span>}
            {withoutPlace(row.message, place)}
          </span>
        )}
      </div>
      <div className={classes.since} data-label={isDue ? words.dueAt : words.since}>
        {clock.dateTime(row.since)}
      </div>
      <div data-label={words.who}>{responsibleText(row, words)}</div>
      <div data-label={words.remedy}>
        {row.remedies.map(({ message }) => message).join(' ')}
        {mayAssign && (
          <Button
            size="compact-xs"
            variant="light"
            className={classes.who ?? ''}
            onClick={() => openAction('who-could', { gapId: row.id })}
          >
            {words.whoCould}
          </Button>
        )}
      </div>
    </li>
  );
}

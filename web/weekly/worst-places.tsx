import { Link } from 'wouter';
import type { WeeklySheet } from '../../server/weekly/weekly.ts';
import { useI18n } from '../i18n/index.tsx';
import { Counted } from '../shell/counted.tsx';
import classes from './weekly.module.css';
import type { WeeklyWords } from './words.ts';

/** Where most was not met on most days. */
export function WorstPlaces({ worst, words }: { worst: WeeklySheet['worst']; words: WeeklyWords }) {
  const { t } = useI18n();
  return (
    <section className={classes.block}>
      <h2>
        {words.worst} <Counted how={words.how.worst} />
      </h2>
      {worst.length === 0 ? (
        <p>{words.noWorst}</p>
      ) : (
        <ol className={classes.worst}>
          {worst.map(({ cell, area, label, kinds, days, isOpen }) => (
            <li key={cell ?? -(area ?? 0)}>
              {cell === undefined ? <strong>{label}</strong> : <Link href={`/?cell=${cell}`}>{label}</Link>}{' '}
              {t.common.list(kinds.map((kind) => t.words.gapKinds[kind]))} · {words.worstDays(days)} ·{' '}
              {isOpen ? words.stillOpen : words.closedSince}
            </li>
          ))}
        </ol>
      )}
    </section>
  );
}

import { useMemo } from 'react';
import { useDeskWords } from '../i18n/desk.ts';
import classes from './changes-key.module.css';
import { type CellChange, countBy, changes as kinds } from './comparison.ts';

/** How many cells became better or worse, in the colours of the map. */
export default function ChangesKey({ changes }: { changes: ReadonlyMap<number, CellChange> }) {
  const { compare: words } = useDeskWords();
  const counts = useMemo(() => countBy(changes.values()), [changes]);
  return (
    <ul className={classes.changes} aria-label={words.mapHint}>
      {kinds.map((kind) => (
        <li key={kind} data-change={kind}>
          <span className={classes[kind]} />
          {kind === 'incomparable' ? words.new : words[kind]} <strong>{counts.get(kind) ?? 0}</strong>
        </li>
      ))}
    </ul>
  );
}

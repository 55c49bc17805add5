import { SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { useDeskWords } from '../i18n/desk.ts';
import type { AreaFeature } from '../types.ts';
import { How } from './how.tsx';
import { shareClasses } from './shares.ts';
import classes from './shares-on-map.module.css';
import { type Shares, shareKinds } from './use-shares.ts';

type Props = { shares: Shares; areas: ReadonlyMap<number, AreaFeature> };

/** What the colours of stations or townships mean, and their figures as a table. */
export default function SharesOnMap({ shares: { kinds, kind, choose, shares }, areas }: Props) {
  const words = useDeskWords();
  return (
    <section className={classes.card} aria-label={words.shares.title}>
      <div className={classes.head}>
        <strong>{words.shares.title}</strong>
        <How text={words.shares.explain} />
      </div>
      {kinds.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={words.shares.title}
          data={kinds.map((value) => ({ value, label: words.shares.kinds[value] }))}
          value={kind}
          onChange={(value) => choose(shareKinds.find((one) => one === value))}
        />
      )}
      <ul className={classes.scale}>
        {shareClasses.map(({ from, colour }, index) => (
          <li key={from}>
            <span style={{ background: colour }} />
            {`${from * 100}–${(shareClasses[index + 1]?.from ?? 1) * 100}%`}
          </li>
        ))}
      </ul>
      <Table shares={shares} areas={areas} />
    </section>
  );
}

function Table({ shares, areas }: { shares: Shares['shares']; areas: Props['areas'] }) {
  const words = useDeskWords();
  const [open, setOpen] = useState(false);
  const sorted = shares.toSorted((a, b) => a.met / a.judged - b.met / b.judged);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{words.asTable}</summary>
      <table className={classes.table}>
        <tbody>
          {sorted.map(({ area, met, judged }) => (
            <tr key={area}>
              <td>{areas.get(area)?.properties.name}</td>
              <td>{words.shares.figure(met, judged)}</td>
              <td>{Math.round((met / judged) * 100)}%</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

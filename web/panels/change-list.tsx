import { Text, UnstyledButton } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { changeColourByDefault, changeColours } from '../map/palette.ts';
import classes from '../pages/compare.module.css';

type ChangeEntry = { id: number; name: string; lines: ReactNode[] };

type Props = {
  kind: string;
  name: string;
  /** How many there are, which may be more than are listed. */
  count: number;
  entries: ChangeEntry[];
  selected: number | undefined;
  /** What can be done about all of them, and about the selected one. */
  tools?: ReactNode;
  toolsOf?: (id: number) => ReactNode;
  /** Absent: the entries are no places on the map. */
  onSelect?: (id: number) => void;
};

/** A list of thousands would take seconds to draw. */
const shownAtOnce = 100;

/** One kind of difference with its colour on the map, and each place as a button. */
export function ChangeList({ kind, name, count, entries, selected, tools, toolsOf, onSelect }: Props) {
  const { t } = useI18n();
  const [shown, setShown] = useState(shownAtOnce);
  if (count === 0) return null;
  const colour = changeColours[kind] ?? changeColourByDefault;
  const listed = entries.slice(0, shown);
  const rest = count - listed.length;
  return (
    <section>
      <h2 className={classes.group}>
        {onSelect && (
          <span className={classes.mark} ref={(mark) => mark?.style.setProperty('background', colour)} />
        )}
        {t.versions.compare.group(name, count)}
      </h2>
      {tools}
      <ul className={classes.list}>
        {listed.map((entry) => (
          <li key={entry.id}>
            {onSelect ? (
              <UnstyledButton
                className={classes.row ?? ''}
                data-change={entry.id}
                data-selected={entry.id === selected}
                onClick={() => onSelect(entry.id)}
              >
                <Entry {...entry} />
              </UnstyledButton>
            ) : (
              <div className={classes.row}>
                <Entry {...entry} />
              </div>
            )}
            {entry.id === selected && toolsOf?.(entry.id)}
          </li>
        ))}
      </ul>
      {rest > 0 &&
        (listed.length < entries.length ? (
          <UnstyledButton className={classes.row ?? ''} onClick={() => setShown(shown + shownAtOnce)}>
            {t.common.more}
          </UnstyledButton>
        ) : (
          <Text size="xs" c="dimmed">
            {t.versions.compare.more(rest)}
          </Text>
        ))}
    </section>
  );
}

function Entry({ name, lines }: ChangeEntry) {
  return (
    <>
      <span className={classes.name}>{name}</span>
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines of an entry are never reordered
        <span className={classes.detail} key={index}>
          {line}
        </span>
      ))}
    </>
  );
}

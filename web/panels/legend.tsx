import { Switch, Tooltip, UnstyledButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { statusOrder } from '../map/palette.ts';
import { Counted } from '../shell/counted.tsx';
import { Icon } from '../shell/icon.tsx';
import type { CellStatus } from '../types.ts';
import classes from './legend.module.css';
import { StatusMark } from './status-mark.tsx';

type Props = {
  counts: Map<CellStatus, number>;
  hidden: readonly CellStatus[];
  onToggle: (status: CellStatus) => void;
  tracks: boolean;
  live: boolean;
  /** Absent for whom positions of people are not to be shown. */
  onTracks: ((shown: boolean) => void) | undefined;
  onLive: ((shown: boolean) => void) | undefined;
  sweep: boolean;
  /** Absent for whom what was swept is not drawn. */
  onSweep: ((shown: boolean) => void) | undefined;
  tracksNote: string | undefined;
  /** What the colours mean where the cells are coloured by what became of them. */
  changesKey: ReactNode;
  /** What the lines of the tracks mean, while they are shown. */
  tracksKey: ReactNode;
};

function StatusRow({
  status,
  count,
  hidden,
  onToggle,
}: {
  status: CellStatus;
  count: number;
  hidden: boolean;
  onToggle: () => void;
}) {
  const { t } = useI18n();
  const name = t.words.statuses[status];
  return (
    <UnstyledButton
      className={classes.row ?? ''}
      aria-pressed={!hidden}
      aria-label={t.map.legend.toggle(name, count)}
      title={t.words.statusHints[status]}
      data-status={status}
      data-count={count}
      onClick={onToggle}
    >
      <StatusMark status={status} />
      <span className={hidden ? classes.off : undefined}>{name}</span>
      <span className={classes.count}>{count}</span>
    </UnstyledButton>
  );
}

/** What the colours mean and how many cells have each; a click hides a state, the switch shows the tracks. */
export function Legend(props: Props) {
  const {
    counts,
    hidden,
    onToggle,
    tracks,
    live,
    onTracks,
    onLive,
    tracksNote,
    tracksKey,
    changesKey,
    sweep,
    onSweep,
  } = props;
  const { t } = useI18n();
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const [chosen, setChosen] = useState<boolean>();
  const open = chosen ?? wide;
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shown = statusOrder.filter((status) => (counts.get(status) ?? 0) > 0 || status !== 'excluded');
  const hints = shown.map((status) =>
    t.common.labelled(t.words.statuses[status], t.words.statusHints[status]),
  );
  const how = [t.map.legend.how, ...hints].join('\n');
  return (
    <section className={classes.legend} aria-label={t.map.legend.title}>
      <div className={classes.headRow}>
        <UnstyledButton className={classes.head ?? ''} aria-expanded={open} onClick={() => setChosen(!open)}>
          <strong>{t.map.legend.title}</strong>
          <span className={classes.total}>{t.map.legend.counted(total)}</span>
          <span className={open ? classes.turned : classes.arrow}>
            <Icon name="down" size={14} />
          </span>
        </UnstyledButton>
        <Counted how={how} />
      </div>
      {open && (
        <>
          {changesKey}
          {!changesKey &&
            shown.map((status) => (
              <StatusRow
                key={status}
                status={status}
                count={counts.get(status) ?? 0}
                hidden={hidden.includes(status)}
                onToggle={() => onToggle(status)}
              />
            ))}
          {onTracks && (
            <Tooltip label={t.map.legend.tracksHint} position="right">
              <Switch
                className={classes.tracks ?? ''}
                size="xs"
                label={t.map.legend.tracks}
                checked={tracks}
                onChange={(event) => onTracks(event.currentTarget.checked)}
              />
            </Tooltip>
          )}
          {onLive && (
            <Tooltip label={t.map.legend.tracksHint} position="right">
              <Switch
                className={classes.live ?? ''}
                size="xs"
                label={t.map.legend.live}
                checked={live}
                onChange={(event) => onLive(event.currentTarget.checked)}
              />
            </Tooltip>
          )}
          {onSweep && (
            <Tooltip label={t.map.legend.sweepHint} position="right">
              <Switch
                className={classes.live ?? ''}
                size="xs"
                label={t.map.legend.sweep}
                checked={sweep}
                onChange={(event) => onSweep(event.currentTarget.checked)}
              />
            </Tooltip>
          )}
          {sweep && onSweep && (
            <div className={classes.swept}>
              {(['once', 'repeatedly'] as const).map((often) => (
                <span key={often} data-often={often}>
                  {t.map.legend.swept[often]}
                </span>
              ))}
            </div>
          )}
          {tracks && tracksKey}
          {tracks && tracksNote && <div className={classes.note}>{tracksNote}</div>}
        </>
      )}
    </section>
  );
}

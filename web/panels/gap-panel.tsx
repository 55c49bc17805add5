import { Button, Loader, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { Counted } from '../shell/counted.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { findGapKind, gapKinds } from '../state/gap-kinds.ts';
import type { Place } from '../state/places.ts';
import type { CellStatus, Gap, GapKind, GapList } from '../types.ts';
import classes from './gap-panel.module.css';
import { GapRow } from './gap-row.tsx';

type Props = {
  places: Place[] | undefined;
  /** How many of each kind there are, on pages not yet shown too. */
  totals: GapList['totals'];
  error: unknown;
  onRetry: () => void;
  updating: boolean;
  /** How some rules stand is still being worked out. */
  pending: boolean;
  more: (() => void) | undefined;
  kind: GapKind | undefined;
  onKind: (kind: GapKind | undefined) => void;
  cells: ReadonlyMap<number, { status: CellStatus }>;
  selected: number | undefined;
  onOpen: (place: Place, byKeyboard: boolean) => void;
  /** Absent where the user may not assign people. */
  onWho?: ((gap: Gap) => void) | undefined;
  onPropose?: (() => void) | undefined;
};

/** Arrow keys, Home and End move between the places; Enter opens the one in focus, as on any button. */
function moveFocus(event: KeyboardEvent<HTMLElement>) {
  const rows = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-gap]')];
  const at = rows.findIndex((row) => row.contains(document.activeElement));
  const targets: Record<string, number> = {
    ArrowDown: Math.min(at + 1, rows.length - 1),
    ArrowUp: Math.max(at - 1, 0),
    Home: 0,
    End: rows.length - 1,
  };
  const target = targets[event.key];
  if (target === undefined) return;
  event.preventDefault();
  rows[target]?.focus();
}

function Waiting() {
  const { t } = useI18n();
  return (
    <Stack gap="md" p="sm" role="status" aria-label={t.shell.loading}>
      {[1, 2, 3, 4, 5, 6].map((row) => (
        <Stack gap={6} key={row}>
          <Skeleton height={14} width="45%" />
          <Skeleton height={11} width="90%" />
        </Stack>
      ))}
    </Stack>
  );
}

function Empty({ kind, onKind }: Pick<Props, 'kind' | 'onKind'>) {
  const { t } = useI18n();
  return (
    <div className={classes.empty}>
      <span className={classes.emptyIcon}>
        <Icon name="check" size={28} />
      </span>
      <Text fw={600}>{kind ? t.map.gaps.emptyKind : t.map.gaps.empty}</Text>
      {kind ? (
        <Button variant="subtle" size="compact-sm" onClick={() => onKind(undefined)}>
          {t.map.gaps.showAll}
        </Button>
      ) : (
        <Text size="sm" c="dimmed">
          {t.map.gaps.emptyDetail}
        </Text>
      )}
    </div>
  );
}

function PlaceList({ places = [], cells, selected, onOpen, onWho, more, updating }: Props) {
  const { t } = useI18n();
  return (
    <ul className={classes.list} aria-label={t.map.gaps.list} onKeyDown={moveFocus}>
      {places.map((place) => (
        <GapRow
          key={place.key}
          place={place}
          status={place.cell === undefined ? undefined : cells.get(place.cell)?.status}
          selected={place.cell !== undefined && place.cell === selected}
          onOpen={(byKeyboard) => onOpen(place, byKeyboard)}
          onWho={onWho}
        />
      ))}
      {more && (
        <li className={classes.more}>
          <Button variant="light" size="xs" onClick={more} loading={updating}>
            {t.map.gaps.more}
          </Button>
        </li>
      )}
    </ul>
  );
}

function Content(props: Props) {
  if (props.error) {
    return (
      <div className={classes.pad}>
        <ErrorNotice error={props.error} retry={props.onRetry} />
      </div>
    );
  }
  if (!props.places) return <Waiting />;
  if (props.places.length === 0) return <Empty kind={props.kind} onKind={props.onKind} />;
  return <PlaceList {...props} />;
}

/** What is not met, worst first, one entry a place. */
export function GapPanel(props: Props) {
  const { t } = useI18n();
  const { places, totals, kind, onKind, updating, onPropose } = props;
  const kinds = gapKinds
    .filter((value) => totals[value] || value === kind)
    .map((value) => ({ value, label: t.map.gaps.kindCount(t.words.gapKinds[value], totals[value] ?? 0) }));
  const count = gapKinds.reduce((sum, value) => sum + (kind && value !== kind ? 0 : (totals[value] ?? 0)), 0);
  return (
    <>
      <div className={classes.head}>
        <h2 className={classes.title}>{t.map.gaps.title}</h2>
        {places && (
          <>
            <span className={classes.counts} aria-live="polite">
              {t.map.gaps.count(count)}
            </span>
            <Counted how={t.map.gaps.how} />
          </>
        )}
        {(updating || props.pending) && <Loader size={14} />}
        {onPropose && (
          <Button className={classes.propose ?? ''} size="compact-sm" variant="light" onClick={onPropose}>
            {t.map.gaps.propose}
          </Button>
        )}
        <NativeSelect
          className={classes.filter ?? ''}
          size="xs"
          aria-label={t.map.gaps.filter}
          data={[{ value: '', label: t.map.gaps.allKinds }, ...kinds]}
          value={kind ?? ''}
          onChange={(event) => onKind(findGapKind(event.currentTarget.value))}
        />
      </div>
      <div className={classes.scroll}>
        {props.pending && (
          <Text size="xs" c="dimmed" px="sm" role="status">
            {t.map.gaps.pending}
          </Text>
        )}
        <Content {...props} />
      </div>
    </>
  );
}

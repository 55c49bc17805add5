import { Badge, Group, Text, Title } from '@mantine/core';
import type { MissedList, MissedRow, StationTotals } from '../../server/missed/missed.ts';
import { useI18n } from '../i18n/index.tsx';
import { Counted } from '../shell/counted.tsx';
import { gapKinds } from '../state/gap-kinds.ts';
import classes from './missed.module.css';
import { MissedLine } from './missed-row.tsx';
import type { MissedWords } from './words.ts';

type Props = {
  list: MissedList;
  /** Of all pages that were read. */
  rows: readonly MissedRow[];
  mayAssign: boolean;
  /** They are not missed yet, but will be at midnight. */
  isDue: boolean;
  words: MissedWords;
};

/** The rows by station, each with how many there are in all. */
export function MissedSections({ list, rows, mayAssign, isDue, words }: Props) {
  const shown = list.stations.map((totals) => ({
    totals,
    own: rows.filter(({ station }) => (station?.id ?? null) === (totals.station?.id ?? null)),
  }));
  const day = list.isOver ? list.day : null;
  return shown.map(({ totals, own }) => (
    <section
      key={totals.station?.id ?? 0}
      className={classes.section}
      aria-label={totals.station?.name ?? words.noStation}
    >
      <SectionHead totals={totals} isDue={isDue} words={words} />
      {own.length > 0 && (
        <ul className={classes.list}>
          <ColumnNames isDue={isDue} words={words} />
          {own.map((row) => (
            <MissedLine
              key={row.id}
              row={row}
              day={day}
              isDue={isDue}
              words={words}
              mayAssign={mayAssign && !list.isOver && row.cell !== undefined}
            />
          ))}
        </ul>
      )}
    </section>
  ));
}

function SectionHead({
  totals: { station, total, totals },
  isDue,
  words,
}: {
  totals: StationTotals;
  isDue: boolean;
  words: MissedWords;
}) {
  const { t } = useI18n();
  return (
    <Group gap="xs" className={classes.head ?? ''}>
      <Title order={2} size="h5">
        {station?.name ?? words.noStation}
      </Title>
      <Text size="sm">{isDue ? words.dueTotal(total) : words.total(total)}</Text>
      {gapKinds.map(
        (kind) =>
          totals[kind] && (
            <Badge key={kind} variant="light" color="gray" tt="none">
              {t.words.gapKinds[kind]} {totals[kind]}
            </Badge>
          ),
      )}
    </Group>
  );
}

function ColumnNames({ isDue, words }: { isDue: boolean; words: MissedWords }) {
  return (
    <li className={classes.names}>
      <span className={classes.evident}>{words.place}</span>
      <span className={classes.evident}>{words.what}</span>
      <span>
        {isDue ? words.dueAt : words.since} <Counted how={words.how.since} />
      </span>
      <span>
        {words.who} <Counted how={words.how.who} />
      </span>
      <span>
        {words.remedy} <Counted how={words.how.remedy} />
      </span>
    </li>
  );
}

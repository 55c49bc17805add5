import { Button, Group, Loader, SegmentedControl, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { aroundApi, type InsideAnswer, type InsideAsked, type InsideRow } from '../api-around.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import classes from './around.module.css';
import { type AskShape, shapes } from './ask-mode.ts';
import { saveFile } from './save-file.ts';
import { useWords } from './words.ts';

type InsideState = {
  shape: AskShape;
  from: string;
  to: string;
  asked: InsideAsked | undefined;
  answer: InsideAnswer | undefined;
  rows: readonly InsideRow[];
  error: unknown;
  isSearching: boolean;
  refused: 'too-few-points' | 'crosses-itself' | undefined;
  hasMore: boolean;
};

type Props = {
  state: InsideState;
  chosen: string | undefined;
  onShape: (shape: AskShape) => void;
  onPeriod: (part: { from?: string; to?: string }) => void;
  onChoose: (key: string | undefined) => void;
  onClear: () => void;
  onMore: () => void;
  onRetry: () => void;
};

export const keyOfRow = (row: InsideRow, index: number) =>
  row.person ? `p${row.person.id}` : row.device ? `d${row.device.id}` : `s${index}`;

/** Who was inside what was drawn. */
export function InsideSide({ state, chosen, onShape, onPeriod, onChoose, onClear, onMore, onRetry }: Props) {
  const words = useWords();
  const isBackwards = state.from !== '' && state.to !== '' && state.from >= state.to;
  return (
    <>
      <SegmentedControl
        fullWidth
        size="xs"
        value={state.shape}
        onChange={(value) => onShape(shapes.find((shape) => shape === value) ?? 'rectangle')}
        data={shapes.map((value) => ({ value, label: words.tools[value] }))}
      />
      <Text size="xs" c="dimmed" mt={4}>
        {state.refused ? words.refused[state.refused] : words.toolHints[state.shape]}
      </Text>
      <Group grow mt="xs" gap="xs" align="flex-start">
        <TextInput
          size="xs"
          type="datetime-local"
          label={words.from}
          value={state.from}
          onChange={(event) => onPeriod({ from: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          type="datetime-local"
          label={words.to}
          value={state.to}
          error={isBackwards && words.backwards}
          onChange={(event) => onPeriod({ to: event.currentTarget.value })}
        />
      </Group>
      {!state.asked && !isBackwards && <Text mt="md">{words.waiting}</Text>}
      {state.isSearching && (
        <Text mt="md" role="status">
          <Loader size={14} mr={8} />
          {words.searching}
        </Text>
      )}
      {state.error ? <ErrorNotice error={state.error} retry={onRetry} /> : null}
      {state.answer && !state.error && (
        <Found state={state} answer={state.answer} chosen={chosen} onChoose={onChoose} onClear={onClear} />
      )}
      {state.hasMore && (
        <Button mt="xs" size="xs" variant="default" onClick={onMore}>
          {words.more}
        </Button>
      )}
    </>
  );
}

type FoundProps = Pick<Props, 'state' | 'chosen' | 'onChoose' | 'onClear'> & { answer: InsideAnswer };

function Found({ state, answer, chosen, onChoose, onClear }: FoundProps) {
  const { t, language } = useI18n();
  const words = useWords();
  const { totals } = answer;
  const [failure, setFailure] = useState<unknown>();
  const download = (f: 'csv' | 'xlsx') => {
    if (!state.asked) return;
    setFailure(undefined);
    aroundApi
      .insideSheet(state.asked, f, language)
      .then((file) => saveFile(file, `${words.table}.${f}`))
      .catch(setFailure);
  };
  const figures = [
    { name: words.occupied, value: t.measures.duration(totals.occupiedSeconds) },
    { name: words.personTime, value: t.measures.duration(totals.personSeconds) },
    { name: words.visits, value: String(totals.visits) },
    { name: words.metres, value: t.measures.length(totals.metres) },
  ];
  return (
    <>
      <h2 className={classes.heading} role="status">
        {state.rows.length === 0
          ? words.nobody
          : words.totals(totals.people, totals.devices, totals.strangers)}
      </h2>
      {state.rows.length > 0 && (
        <>
          <dl className={classes.figures}>
            {figures.map(({ name, value }) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
          <p className={classes.note}>{words.howCounted}</p>
          <RowTable rows={state.rows} chosen={chosen} onChoose={onChoose} />
        </>
      )}
      <Group mt="sm" gap="xs">
        {state.rows.length > 0 &&
          (['csv', 'xlsx'] as const).map((f) => (
            <Button key={f} size="xs" variant="default" onClick={() => download(f)}>
              {words.download} {f.toUpperCase()}
            </Button>
          ))}
        <Button size="xs" variant="subtle" onClick={onClear}>
          {words.clear}
        </Button>
      </Group>
      {failure ? <ErrorNotice error={failure} /> : null}
      <p className={classes.note}>{words.recorded}</p>
    </>
  );
}

function RowTable({
  rows,
  chosen,
  onChoose,
}: {
  rows: readonly InsideRow[];
  chosen: string | undefined;
  onChoose: (key: string | undefined) => void;
}) {
  const { t } = useI18n();
  const words = useWords();
  const clock = useClock();
  return (
    <table className={classes.table} aria-label={words.table}>
      <thead>
        <tr>
          <th>{words.who}</th>
          <th>{words.when}</th>
          <th className={classes.number}>{words.dwell}</th>
          <th className={classes.number}>{words.way}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row, index) => {
          const key = keyOfRow(row, index);
          const name = row.person?.name ?? row.device?.name ?? words.stranger;
          return (
            <tr key={key} data-chosen={key === chosen || undefined}>
              <td>
                <button
                  type="button"
                  className={classes.name}
                  aria-pressed={key === chosen}
                  onClick={() => onChoose(key === chosen ? undefined : key)}
                >
                  {name}
                </button>
                {row.visitCount > 1 && <span className={classes.quiet}> × {row.visitCount}</span>}
              </td>
              <td
                className={classes.when}
                title={`${clock.fullDateTime(row.enteredAt)} – ${clock.fullDateTime(row.leftAt)}`}
              >
                {clock.dateTime(row.enteredAt)}
                <br />
                {clock.dateTime(row.leftAt)}
                {row.visits[0]?.wasInside && <span className={classes.under}>{words.wasInside}</span>}
                {row.visits.at(-1)?.staysOn && <span className={classes.under}>{words.staysOn}</span>}
              </td>
              <td className={classes.number}>
                {t.measures.duration(row.dwellSeconds)}
                {row.bridgedSeconds > 0 && (
                  <span className={classes.under}>
                    {words.bridged(t.measures.duration(row.bridgedSeconds))}
                  </span>
                )}
              </td>
              <td className={classes.number}>{t.measures.length(row.metres)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

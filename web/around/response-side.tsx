import { Loader, Text, TextInput } from '@mantine/core';
import type { ResponseAnswer } from '../api-around.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import classes from './around.module.css';
import { useWords } from './words.ts';

type Props = {
  hasPoint: boolean;
  at: string;
  answer: ResponseAnswer | undefined;
  error: unknown;
  isSearching: boolean;
  chosen: string | undefined;
  onAt: (at: string) => void;
  onChoose: (key: string | undefined) => void;
  onRetry: () => void;
};

export const keyOfNear = (index: number) => `n${index}`;

/** Who on duty is nearest to the place that was pointed at. */
export function ResponseSide({
  hasPoint,
  at,
  answer,
  error,
  isSearching,
  chosen,
  onAt,
  onChoose,
  onRetry,
}: Props) {
  const words = useWords();
  return (
    <>
      <TextInput
        size="xs"
        type="datetime-local"
        label={words.point.at}
        value={at}
        onChange={(event) => onAt(event.currentTarget.value)}
      />
      {!hasPoint && <Text mt="md">{words.point.waiting}</Text>}
      {isSearching && (
        <Text mt="md" role="status">
          <Loader size={14} mr={8} />
          {words.searching}
        </Text>
      )}
      {error ? <ErrorNotice error={error} retry={onRetry} /> : null}
      {answer && !error && <Near answer={answer} chosen={chosen} onChoose={onChoose} />}
    </>
  );
}

function Near({
  answer,
  chosen,
  onChoose,
}: {
  answer: ResponseAnswer;
  chosen: string | undefined;
  onChoose: (key: string | undefined) => void;
}) {
  const { t } = useI18n();
  const words = useWords();
  const clock = useClock();
  const { point } = words;
  const nameOf = ({ person, device }: Pick<ResponseAnswer['nearest'][number], 'person' | 'device'>) =>
    person?.name ?? device?.name ?? words.stranger;
  const age = (seconds: number) => t.measures.duration(seconds);
  return (
    <>
      <h2 className={classes.heading} role="status">
        {answer.nearest.length === 0 ? point.nobody : point.list}
      </h2>
      <p className={classes.note}>
        {point.oldest(point.settings[answer.setting], answer.oldestMinutes)} {clock.fullDateTime(answer.at)}
      </p>
      <ol className={classes.near}>
        {answer.nearest.map((one, index) => {
          const key = keyOfNear(index);
          return (
            <li key={key} data-chosen={key === chosen || undefined}>
              <button
                type="button"
                className={classes.name}
                aria-pressed={key === chosen}
                onClick={() => onChoose(key === chosen ? undefined : key)}
              >
                {nameOf(one)}
              </button>
              <span className={classes.far}>{t.measures.length(one.metres)}</span>
              <span className={classes.quiet}>
                {point.movers[one.mover]} {point.minutes(t.measures.duration(one.minutes * 60))}
                {one.tier !== null && ` · ${point.tier(one.tier)}`} · {point.age(clock.time(one.recordedAt))}{' '}
                ({age(one.ageSeconds)})
              </span>
            </li>
          );
        })}
      </ol>
      {answer.excluded.length > 0 && (
        <>
          <h3 className={classes.subheading}>{point.excluded}</h3>
          <ul className={classes.near}>
            {answer.excluded.map((one, index) => (
              <li key={`${nameOf(one)} ${one.device?.id ?? index}`}>
                <span>{nameOf(one)}</span>
                <span className={classes.far}>
                  {one.metres === null ? '' : t.measures.length(one.metres)}
                </span>
                <span className={classes.quiet}>
                  {point.reasons[one.reason]}
                  {one.ageSeconds !== null && ` (${age(one.ageSeconds)})`}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      <p className={classes.note}>{answer.assumes}</p>
      <p className={classes.note}>{words.recorded}</p>
    </>
  );
}

import { Button, Group, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Thresholds, thresholdLimits } from '../../server/tracks/thresholds.ts';
import { officeApi } from '../api-office.ts';
import type { judging } from '../i18n/zh-judging.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import type { KindThresholds } from '../types-office.ts';
import { NumberField } from './number-field.tsx';
import classes from './threshold-form.module.css';
import { useSubmission } from './use-submission.ts';

type Name = keyof Thresholds;
type Values = Record<Name, number | string>;
type Props = { words: (typeof judging)['thresholds']; of: KindThresholds };

const names: readonly Name[] = [
  'impossibleMetresPerSecond',
  'jumpMetresPerSecond',
  'jumpMetres',
  'jumpCloseShare',
  'jumpWithinSeconds',
  'presenceAccuracyMetres',
  'legWithinSeconds',
  'legMetres',
  'legMetresPerSecond',
  'movingMetresPerSecond',
  'pauseSeconds',
  'stayMetres',
  'absenceSeconds',
];

/** The thresholds of one kind of device; what is left empty is as by default. */
export function ThresholdForm({ words, of: { kind, thresholds, defaults, ...about } }: Props) {
  const clock = useClock();
  const chosen = (values: Values, name: Name) =>
    values[name] === '' ? defaults[name] : Number(values[name]);
  const faultOf = (values: Values, name: Name): string | null => {
    const [least, most] = thresholdLimits[name];
    const value = chosen(values, name);
    if (!(value >= least && value <= most)) return words.between(least, most);
    if (name === 'legWithinSeconds' && value > chosen(values, 'pauseSeconds')) return words.legOverPause;
    if (name === 'legMetresPerSecond' && value > chosen(values, 'impossibleMetresPerSecond'))
      return words.legTooFast;
    return null;
  };
  const form = useForm<Values>({
    initialValues: mapped((name) => (thresholds[name] === defaults[name] ? '' : thresholds[name])),
    validate: (values) =>
      Object.fromEntries(
        names.flatMap((name) => (faultOf(values, name) ? [[name, faultOf(values, name)]] : [])),
      ),
  });
  const submission = useSubmission({
    work: (values: Values) =>
      officeApi.changeThresholds({ kind, thresholds: mapped((name) => chosen(values, name)) }),
    changes: ['thresholds'],
    done: () => words.saved(about.devices),
  });
  return (
    <form onSubmit={form.onSubmit((values) => submission.mutate(values))} noValidate>
      <Stack gap="md" maw={900}>
        <Text size="sm">{words.touches(about.devices)}</Text>
        {about.waiting > 0 && (
          <Text size="sm" fw={600} role="status">
            {words.waiting(about.waiting)}
          </Text>
        )}
        <div className={classes.fields}>
          {names.map((name) => (
            <NumberField
              key={name}
              label={words.fields[name]}
              description={words.effects[name]}
              placeholder={String(defaults[name])}
              {...form.getInputProps(name)}
            />
          ))}
        </div>
        {submission.error && <ErrorNotice error={submission.error} />}
        <Group justify="space-between">
          <Text size="sm" c="dimmed">
            {about.changedAt
              ? words.changed(clock.fullDateTime(about.changedAt), about.changedBy ?? '')
              : words.unchanged}
          </Text>
          <Button type="submit" loading={submission.isPending} disabled={!form.isDirty()}>
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function mapped<T>(value: (name: Name) => T): Record<Name, T> {
  return {
    impossibleMetresPerSecond: value('impossibleMetresPerSecond'),
    jumpMetresPerSecond: value('jumpMetresPerSecond'),
    jumpMetres: value('jumpMetres'),
    jumpCloseShare: value('jumpCloseShare'),
    jumpWithinSeconds: value('jumpWithinSeconds'),
    presenceAccuracyMetres: value('presenceAccuracyMetres'),
    legWithinSeconds: value('legWithinSeconds'),
    legMetres: value('legMetres'),
    legMetresPerSecond: value('legMetresPerSecond'),
    movingMetresPerSecond: value('movingMetresPerSecond'),
    pauseSeconds: value('pauseSeconds'),
    stayMetres: value('stayMetres'),
    absenceSeconds: value('absenceSeconds'),
  };
}

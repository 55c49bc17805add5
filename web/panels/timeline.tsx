import { ActionIcon, Slider, Text, TextInput } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { dayAt, daysBetween, spanOf, type Version, versionOn, versionsOf } from '../state/plan-versions.ts';
import type { Plan } from '../types.ts';
import classes from './timeline.module.css';

type Props = { plans: Plan[]; plan: Plan | undefined; onPlan: (id: number) => void };

/** Which plan was in force on which day: a slider with a tick at each publication. */
export default function Timeline({ plans, plan, onPlan }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const today = clock.isoDate(new Date());
  const versions = versionsOf(plans, plan, clock.isoDate);
  const { first, days } = spanOf(versions, today);
  const [day, setDay] = useState(() => dayOf(plan, versions, today));
  const shown = versionOn(versions, day);
  // Somebody chose another plan elsewhere on the page: the day follows.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another plan moves the day
  useEffect(() => {
    if (plan && shown?.plan.id !== plan.id) setDay(dayOf(plan, versions, today));
  }, [plan?.id]);
  const choose = (next: string) => {
    setDay(next);
    const found = versionOn(versions, next);
    if (found && found.plan.id !== plan?.id) onPlan(found.plan.id);
  };
  if (versions.length === 0)
    return <section className={classes.timeline}>{t.versions.timeline.none}</section>;
  return (
    <section className={classes.timeline} aria-label={t.versions.timeline.label}>
      <TextInput
        type="date"
        size="xs"
        aria-label={t.versions.timeline.day}
        value={day}
        min={first}
        max={dayAt(first, days)}
        onChange={({ currentTarget }) => currentTarget.value && choose(currentTarget.value)}
      />
      <Step
        name="earlier"
        to={versions.findLast(({ firstDay }) => firstDay < (shown?.firstDay ?? day))}
        onStep={choose}
      />
      <Slider
        className={classes.slider ?? ''}
        classNames={{ mark: classes.mark ?? '' }}
        min={0}
        max={days}
        step={1}
        value={daysBetween(first, day)}
        label={(place) => dayAt(first, place)}
        marks={versions.map(({ firstDay }) => ({ value: daysBetween(first, firstDay) }))}
        thumbLabel={t.versions.timeline.label}
        onChange={(place) => choose(dayAt(first, place))}
      />
      <Step name="later" to={versions.find(({ firstDay }) => firstDay > day)} onStep={choose} />
      <Text size="sm" className={`truncate ${classes.name}`} role="status">
        {shown ? t.versions.timeline.of(shown.plan.name, shown.plan.cells) : t.versions.timeline.none}
      </Text>
    </section>
  );
}

function dayOf(plan: Plan | undefined, versions: readonly Version[], today: string): string {
  const own = versions.find((version) => version.plan.id === plan?.id);
  const isNow = versionOn(versions, today) === own;
  return isNow || !own ? today : own.firstDay;
}

type StepProps = {
  name: 'earlier' | 'later';
  to: Version | undefined;
  onStep: (day: string) => void;
};

function Step({ name, to, onStep }: StepProps) {
  const { t } = useI18n();
  const label = t.versions.timeline[name];
  return (
    <ActionIcon
      variant="default"
      size={30}
      aria-label={label}
      title={label}
      disabled={!to}
      onClick={() => to && onStep(to.firstDay)}
    >
      <Icon name={name === 'earlier' ? 'left' : 'right'} />
    </ActionIcon>
  );
}

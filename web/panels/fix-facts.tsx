import { Button, CloseButton } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { refreshMap } from '../state/refresh.ts';
import { toTheSecond } from '../state/to-the-second.ts';
import { stateOf } from '../state/track-fixes.ts';
import type { FixFeature } from '../types.ts';
import classes from './track-card.module.css';

type Props = {
  /** Null where the reader has nothing to decide. */
  deviceId: number | null;
  fix: FixFeature;
  onClose: () => void;
};

const metres = (value: number) => `${Math.round(value * 10) / 10} m`;
const place = (position: readonly number[]) => position.map((degrees) => degrees.toFixed(6)).join(', ');

function useFacts(fix: FixFeature): [string, string][] {
  const { t } = useI18n();
  const clock = useClock();
  const words = t.map.track;
  const { properties } = fix;
  const reasons = properties.restored ?? properties.flags;
  const why = t.common.list(reasons.map((reason) => t.words.flagReasons[reason] ?? reason));
  const speed = properties.speedMetresPerSecond;
  const facts: [string, string | null][] = [
    [words.time, toTheSecond(clock.fullDateTime, properties.recordedAt)],
    [words.state, words.fixStates[stateOf(fix)]],
    [words.reasons, why],
    [words.accuracy, properties.accuracyMetres === null ? null : metres(properties.accuracyMetres)],
    [words.speed, speed === null ? null : `${Math.round(speed * 36) / 10} km/h`],
    [words.received, toTheSecond(clock.fullDateTime, properties.receivedAt)],
    [words.saidTime, properties.reportedAt && toTheSecond(clock.fullDateTime, properties.reportedAt)],
    [words.saidPlace, properties.reportedPosition && place(properties.reportedPosition)],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
}

/** What is known of one position, why it is suspect, and what may be decided about it. */
export function FixFacts({ deviceId, fix, onClose }: Props) {
  const { t } = useI18n();
  const client = useQueryClient();
  const words = t.map.track;
  const state = stateOf(fix);
  const decision = useMutation({
    mutationFn: () => {
      const [lon = 0, lat = 0] = fix.geometry.coordinates;
      const which = { recordedAt: fix.properties.recordedAt, lon, lat };
      if (state === 'good' || state === 'excluded')
        return api.excludeFix(deviceId ?? 0, { ...which, excluded: state === 'good' });
      return api.restoreFix(deviceId ?? 0, { ...which, restored: state === 'flagged' });
    },
    onSuccess: () => refreshMap(client),
  });
  const label = {
    good: words.exclude,
    excluded: words.takeIn,
    flagged: words.restore,
    restored: words.takeBack,
  }[state];
  return (
    <section className={classes.fix} aria-label={words.fix}>
      <CloseButton size="sm" className={classes.close ?? ''} aria-label={words.closeFix} onClick={onClose} />
      <dl className={classes.facts}>
        {useFacts(fix).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {deviceId !== null && (
        <Button
          size="compact-sm"
          variant="light"
          loading={decision.isPending}
          onClick={() => decision.mutate()}
          {...(state === 'good' && { color: 'red' })}
        >
          {label}
        </Button>
      )}
      {decision.isError && <ErrorNotice error={decision.error} />}
    </section>
  );
}

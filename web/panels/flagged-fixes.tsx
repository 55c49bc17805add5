import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { refreshMap } from '../state/refresh.ts';
import type { TrackDetail } from '../types.ts';
import classes from './track-card.module.css';

type Feature = TrackDetail['features'][number];

type Props = {
  /** Null where the reader has nothing to decide. */
  deviceId: number | null;
  features: readonly Feature[];
};

const isExcluded = ({ reasons }: Feature['properties']) => reasons?.includes('excluded') ?? false;

/** The suspect positions of a track, each with what may be decided about it. */
export function FlaggedFixes({ deviceId, features }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const client = useQueryClient();
  const decision = useMutation({
    mutationFn: ({ geometry, properties }: Feature) => {
      const [lon = 0, lat = 0] = geometry.type === 'Point' ? geometry.coordinates : [];
      const fix = { recordedAt: properties.from, lon, lat };
      if (isExcluded(properties)) return api.excludeFix(deviceId ?? 0, { ...fix, excluded: false });
      return api.restoreFix(deviceId ?? 0, { ...fix, restored: properties.kind === 'flagged' });
    },
    onSuccess: () => refreshMap(client),
  });
  const wordFor = ({ properties }: Feature) => {
    if (isExcluded(properties)) return t.map.track.takeIn;
    return properties.kind === 'flagged' ? t.map.track.restore : t.map.track.takeBack;
  };
  const suspect = features
    .filter(({ properties: { kind } }) => kind === 'flagged' || kind === 'restored')
    .toSorted((a, b) => a.properties.from.localeCompare(b.properties.from));
  if (suspect.length === 0) return null;
  return (
    <>
      <ul className={classes.suspect} aria-label={t.map.track.reasons}>
        {suspect.map((feature) => {
          const { from, reasons = [] } = feature.properties;
          return (
            <li key={`${from} ${feature.geometry.coordinates}`}>
              <span>
                {clock.time(from)}{' '}
                {t.common.list(reasons.map((reason) => t.words.flagReasons[reason] ?? reason))}
              </span>
              {deviceId !== null && (
                <Button
                  size="compact-xs"
                  variant="subtle"
                  loading={decision.isPending && decision.variables === feature}
                  onClick={() => decision.mutate(feature)}
                >
                  {wordFor(feature)}
                </Button>
              )}
            </li>
          );
        })}
      </ul>
      {decision.isError && <ErrorNotice error={decision.error} />}
    </>
  );
}

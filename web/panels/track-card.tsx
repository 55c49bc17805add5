import { ActionIcon, Anchor, Button, Skeleton } from '@mantine/core';
import { api } from '../api.ts';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { TrackFixes } from '../state/track-fixes.ts';
import type { MapPageData } from '../state/use-map-page.ts';
import type { TrackDetail } from '../types.ts';
import { FixFacts } from './fix-facts.tsx';
import { FlaggedFixes } from './flagged-fixes.tsx';
import classes from './track-card.module.css';

function useFacts({ track, features }: TrackDetail): [string, string][] {
  const { t } = useI18n();
  const clock = useClock();
  const gaps = features.filter(({ properties }) => properties.kind === 'gap').length;
  const sameDay = clock.isoDate(track.from) === clock.isoDate(track.to);
  const end = sameDay ? clock.time(track.to) : clock.dateTime(track.to);
  const facts: [string, string | null][] = [
    [t.map.track.time, `${clock.dateTime(track.from)} – ${end}`],
    [t.map.track.distance, track.metres === null ? null : t.measures.length(track.metres)],
    [t.map.track.moving, track.movingSeconds === null ? null : t.measures.duration(track.movingSeconds)],
    [t.map.track.fixes, track.fixes === null ? null : t.map.track.fixCount(track.fixes, track.flagged ?? 0)],
    [t.map.track.gaps, gaps > 0 ? t.map.track.gapCount(gaps) : null],
  ];
  return facts.flatMap(([name, value]) => (value ? [[name, value] as [string, string]] : []));
}

function Content({ detail, fixes }: { detail: TrackDetail; fixes: TrackFixes }) {
  const { t } = useI18n();
  const { track } = detail;
  const { data: user } = useSession();
  const facts = useFacts(detail);
  const decides = holds(user, ['chief']) ? track.deviceId : null;
  const who = track.deviceName === null ? t.map.track.hidden : (track.person?.name ?? t.map.track.nobody);
  return (
    <>
      <strong className="truncate" title={who}>
        {who}
      </strong>
      {track.deviceName && <span className={classes.device}>{track.deviceName}</span>}
      <dl className={classes.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <FlaggedFixes deviceId={decides} features={detail.features} />
      {track.deviceId !== null && (
        <Button size="compact-sm" variant="light" loading={fixes.isLoading} onClick={fixes.toggle}>
          {fixes.isShown ? t.map.track.hideFixes : t.map.track.showFixes}
        </Button>
      )}
      {fixes.error && <ErrorNotice error={fixes.error} />}
      {fixes.isShown && !fixes.fix && <p className={classes.hint}>{t.map.track.pickFix}</p>}
      {fixes.fix && <FixFacts deviceId={decides} fix={fixes.fix} onClose={fixes.close} />}
      <Anchor href={api.trackGpx(track.id)} download size="sm">
        {t.map.track.download}
      </Anchor>
    </>
  );
}

type Props = { track: MapPageData['track']; fixes: TrackFixes; onClose: () => void };

/** Whose track it is and what it amounts to. */
export function TrackCard({ track, fixes, onClose }: Props) {
  const { t } = useI18n();
  return (
    <section className={classes.card} aria-label={t.map.track.title}>
      <ActionIcon
        className={classes.close ?? ''}
        variant="subtle"
        color="gray"
        aria-label={t.map.track.close}
        onClick={onClose}
      >
        <Icon name="close" size={16} />
      </ActionIcon>
      {track.isError ? (
        <ErrorNotice error={track.error} retry={() => track.refetch()} />
      ) : track.data ? (
        <Content detail={track.data} fixes={fixes} />
      ) : (
        <Skeleton height={90} aria-label={t.shell.loading} />
      )}
    </section>
  );
}

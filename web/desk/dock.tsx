import { ActionIcon, Anchor, SegmentedControl } from '@mantine/core';
import type { Map as MapLibre } from 'maplibre-gl';
import { lazy, Suspense } from 'react';
import { Link } from 'wouter';
import { useDeskWords } from '../i18n/desk.ts';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { MapPageData } from '../state/use-map-page.ts';
import { aroundAddress, type ChangeView, type Dock as DockName, type View } from '../state/view.ts';
import { dayAt } from './brush.ts';
import { DaysPanel } from './days-panel.tsx';
import classes from './dock.module.css';

const PlayPanel = lazy(() => import('./play-panel.tsx'));
const ComparePanel = lazy(() => import('./compare-panel.tsx'));
const LivePanel = lazy(() => import('./live-panel.tsx'));

type Props = {
  page: MapPageData;
  map: MapLibre | null;
  view: View;
  dock: Exclude<DockName, 'none'>;
  change: ChangeView;
};

/** What the desk shows below the map, one thing at a time. */
export default function Dock({ page, map, view, dock, change }: Props) {
  const words = useDeskWords();
  const clock = useClock();
  const { from, to } = page.bounds;
  const [end, today] = [
    to.includes('T') ? clock.isoDate(new Date(Date.parse(to) - 1)) : dayAt(to, -1),
    clock.isoDate(new Date()),
  ];
  // Of a period that goes on there is nothing yet to be played back of its end.
  const lastDay = end > today && from <= today ? today : end;
  const { data: user } = useSession();
  const seesTracks = holds(user, ['chief', 'officer', 'volunteer']);
  const names = seesTracks ? (['days', 'play', 'compare', 'live'] as const) : (['days', 'compare'] as const);
  const tabs = names.map((value) => ({ value, label: words.tabs[value] }));
  return (
    <section className={classes.dock} aria-label={words.label}>
      <div className={classes.head}>
        <SegmentedControl
          className={classes.tabs ?? ''}
          size="xs"
          aria-label={words.label}
          data={tabs}
          value={dock}
          onChange={(value) => change({ dock: names.find((name) => name === value) })}
        />
        <span className={classes.spacer} />
        {seesTracks && (
          <Anchor component={Link} href={aroundAddress(view)} size="xs" title={words.aroundHint}>
            {words.around}
          </Anchor>
        )}
        <ActionIcon
          variant="subtle"
          color="gray"
          size={26}
          aria-label={words.close}
          title={words.close}
          onClick={() => change({ dock: 'none' })}
        >
          <Icon name="close" size={14} />
        </ActionIcon>
      </div>
      <div className={classes.body}>
        <Suspense fallback={null}>
          {dock === 'play' && seesTracks && (
            <PlayPanel map={map} plan={page.plan?.id} lastDay={lastDay} view={view} change={change} />
          )}
          {dock === 'live' && seesTracks && <LivePanel map={map} live={view.live} change={change} />}
          {dock === 'compare' && <ComparePanel page={page} view={view} change={change} />}
          {dock === 'days' && (
            <DaysPanel
              plan={page.plan?.id}
              ready={page.turn.isOthers}
              bounds={page.bounds}
              onPeriod={(period) => change({ period })}
            />
          )}
        </Suspense>
      </div>
    </section>
  );
}

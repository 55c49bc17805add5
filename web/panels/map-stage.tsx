import { useMediaQuery } from '@mantine/hooks';
import type { Map as MapLibre } from 'maplibre-gl';
import { lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useShares } from '../desk/use-shares.ts';
import { type Dictionary, useI18n } from '../i18n/index.tsx';
import type { Focus } from '../map/focus.ts';
import { cellsMinZoom } from '../map/layers/cells.ts';
import type { ProposalData } from '../map/layers/proposal.ts';
import { type ColourKey, colouredLines } from '../map/track-colours.ts';
import { CrashBoundary } from '../shell/crash-boundary.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { holds, useSession } from '../state/session.ts';
import { useTrackFixes } from '../state/track-fixes.ts';
import { type MapPageData, useCellsData, useStatusCounts } from '../state/use-map-page.ts';
import type { Camera, ChangeView, View } from '../state/view.ts';
import type { CellStatus, LineTrack, TrackLines } from '../types.ts';
import { Legend } from './legend.tsx';
import { MapNotice } from './map-notice.tsx';
import classes from './map-stage.module.css';
import { TrackCard } from './track-card.tsx';

const MapView = lazy(() => import('../map/map-view.tsx'));
const noTracks: LineTrack[] = [];
const noColours: ColourKey[] = [];
const TracksKey = lazy(() => import('../desk/tracks-key.tsx'));
const ChangesKey = lazy(() => import('../desk/changes-key.tsx'));
const SweepOnMap = lazy(() => import('../desk/sweep-on-map.tsx'));
const SharesOnMap = lazy(() => import('../desk/shares-on-map.tsx'));
const LiveOnMap = lazy(() => import('../desk/live-on-map.tsx'));
const Dock = lazy(() => import('../desk/dock.tsx'));

const beside = { top: 40, bottom: 40, left: 40, right: 40 };
const aboveHandle = { top: 60, bottom: 60, left: 20, right: 20 };
const aboveSheet = { top: 60, bottom: 420, left: 20, right: 20 };

type Props = {
  page: MapPageData;
  view: View;
  focus: Focus | undefined;
  change: ChangeView;
  proposal?: ProposalData;
};

function Failure({ page }: { page: MapPageData }) {
  const failed = [page.plans, page.coverage, page.areas, page.tracks].find((query) => query.isError);
  if (!failed) return null;
  return (
    <div className={classes.failure}>
      <ErrorNotice error={failed.error} retry={() => failed.refetch()} />
    </div>
  );
}

/** What the switch for tracks cannot show. */
function noteOn(lines: TrackLines | undefined, t: Dictionary): string | undefined {
  if (!lines) return undefined;
  if (lines.features.length === 0) return t.map.legend.tracksNone;
  return lines.truncated ? t.map.legend.tracksMany(lines.tracks.length) : undefined;
}

/** The map with its legend, and what has to be said over it. */
export function MapStage({ page, view, focus, change, proposal }: Props) {
  const { t } = useI18n();
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const { plan, rows, coverage, tracks } = page;
  const { hidden } = view;
  const [map, setMap] = useState<MapLibre | null>(null);
  const shares = useShares(map, {
    plan,
    areas: page.areasById,
    areasKnown: page.areas.isFetched,
    rows,
  });
  const of = shares.isPending ? undefined : page.colours;
  const cells = useCellsData(plan, rows, view.cell, hidden, page.changes, {
    fromZoom: Math.max(cellsMinZoom, shares.cellsFromZoom ?? 0),
    of,
  });
  const { drawn: areas, maxZoom } = shares;
  const drawnShares = useMemo(() => ({ areas, maxZoom, of }), [areas, maxZoom, of]);
  const toggle = (status: CellStatus) =>
    change({
      hidden: hidden.includes(status) ? hidden.filter((other) => other !== status) : [...hidden, status],
    });
  const counts = useStatusCounts(rows);
  const { data: user } = useSession();
  const fixes = useTrackFixes(page.track.data?.track);
  const coloured = useMemo(
    () => (view.tracks && tracks.data ? colouredLines(tracks.data, view.tracks) : undefined),
    [view.tracks, tracks.data],
  );
  const lines = view.tracks ? coloured?.lines : page.track.data;
  // Of the one track that is open, what is suspect is always told.
  const flagged = view.flagged || !view.tracks;
  const drawn = useMemo(() => ({ lines, selected: view.track, flagged }), [lines, view.track, flagged]);
  const seesWays = holds(user, ['chief']);
  const seesPeople = holds(user, ['chief', 'officer', 'volunteer']);
  // Opening elsewhere and flying would draw everything twice.
  const placeKnown = focus !== undefined || (page.plans.isFetched && page.areas.isFetched);
  const setCamera = useCallback((camera: Camera) => change({ camera }), [change]);
  const select = useCallback((cell: number | undefined) => change({ cell }), [change]);
  const openTrack = useCallback((track: number) => change({ track }), [change]);
  const showTracks = (shown: boolean) =>
    change({ tracks: shown ? 'person' : undefined, track: undefined, person: undefined, team: undefined });
  const dock = view.dock ?? (wide ? 'days' : 'none');
  const describe = (cell: number) => {
    const status = rows.get(cell)?.status;
    return status ? t.words.statuses[status] : '';
  };
  return (
    <section className={classes.stage} aria-label={t.map.title}>
      <div className={classes.area}>
        <CrashBoundary>
          <Suspense fallback={null}>
            {placeKnown && (
              <MapView
                areas={page.areas.data}
                cells={cells}
                shares={drawnShares}
                onColoured={page.turn.drawn}
                tracks={drawn}
                fixes={fixes.drawn}
                proposal={proposal}
                focus={focus}
                padding={wide ? beside : view.cell === undefined ? aboveHandle : aboveSheet}
                camera={view.camera}
                onCamera={setCamera}
                onMap={setMap}
                onSelect={select}
                onTrack={openTrack}
                onFix={fixes.open}
                describe={describe}
              />
            )}
          </Suspense>
        </CrashBoundary>
        {map && plan && view.sweep && seesWays && (
          <Suspense fallback={null}>
            <SweepOnMap map={map} plan={plan.id} bounds={page.bounds} />
          </Suspense>
        )}
        {map && view.live && seesPeople && (
          <Suspense fallback={null}>
            <LiveOnMap map={map} />
          </Suspense>
        )}
        {shares.isFarOut && areas.length > 0 && (
          <Suspense fallback={null}>
            <SharesOnMap shares={shares} areas={page.areasById} />
          </Suspense>
        )}
        <MapNotice
          plansKnown={page.plans.isSuccess}
          plan={plan}
          asked={view.plan}
          judging={coverage.isLoading}
        />
        <Legend
          counts={counts}
          hidden={hidden}
          onToggle={toggle}
          tracks={view.tracks !== undefined}
          onTracks={seesPeople ? showTracks : undefined}
          live={view.live}
          onLive={seesPeople ? (live) => change({ live }) : undefined}
          sweep={view.sweep}
          onSweep={seesWays ? (sweep) => change({ sweep }) : undefined}
          tracksNote={noteOn(tracks.data, t)}
          changesKey={
            page.changes && (
              <Suspense fallback={null}>
                <ChangesKey changes={page.changes} />
              </Suspense>
            )
          }
          tracksKey={
            <Suspense fallback={null}>
              <TracksKey
                view={view}
                tracks={tracks.data?.tracks ?? noTracks}
                colours={coloured?.key ?? noColours}
                change={change}
              />
            </Suspense>
          }
        />
        {view.track !== undefined && (
          <TrackCard track={page.track} fixes={fixes} onClose={() => change({ track: undefined })} />
        )}
        <Failure page={page} />
      </div>
      {dock !== 'none' && (
        <Suspense fallback={<div className={classes.dockRoom} />}>
          <Dock page={page} map={map} view={view} dock={dock} change={change} />
        </Suspense>
      )}
    </section>
  );
}

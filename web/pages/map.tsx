import { useMediaQuery } from '@mantine/hooks';
import { type KeyboardEvent, lazy, Suspense, useCallback, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { useMapFocus } from '../map/focus.ts';
import { CellPanel } from '../panels/cell-panel.tsx';
import { GapPanel } from '../panels/gap-panel.tsx';
import { Legend } from '../panels/legend.tsx';
import { MapNotice } from '../panels/map-notice.tsx';
import { Sheet } from '../panels/sheet.tsx';
import { Toolbar } from '../panels/toolbar.tsx';
import { CrashBoundary } from '../shell/crash-boundary.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { Place } from '../state/places.ts';
import { useCellsData, useMapPage, useStatusCounts } from '../state/use-map-page.ts';
import { useView } from '../state/view.ts';
import classes from './map.module.css';

// The map is the heaviest part by far; it loads beside the data instead of after it.
const mapView = import('../map/map-view.tsx');
const MapView = lazy(() => mapView);

const beside = { top: 40, bottom: 40, left: 40, right: 40 };
const aboveSheet = { top: 60, bottom: 90, left: 20, right: 20 };
const aboveOpenSheet = { top: 60, bottom: 420, left: 20, right: 20 };

/** The main page: where obligations are not met, and everything about one place. */
export default function MapPage() {
  const { t } = useI18n();
  const [view, change] = useView();
  const [listOpen, setListOpen] = useState(false);
  const wide = useMediaQuery('(min-width: 48em)', true, { getInitialValueInEffect: false });
  const page = useMapPage(view);
  const { plan, rows, areasById, detail } = page;
  const { cells, hidden, toggle } = useCellsData(plan, page.coverage.isFetched, rows, view.cell);
  const counts = useStatusCounts(rows);
  const known = { plan, areas: areasById, detail: detail.data, lost: detail.isError };
  const { focus, look } = useMapFocus(view.cell, known);

  // Opening elsewhere and flying would draw everything twice.
  const placeKnown = focus !== undefined || (page.plans.isFetched && page.areas.isFetched);

  const select = useCallback((cell: number | undefined) => change({ cell }), [change]);
  const closeByEscape = (event: KeyboardEvent<HTMLElement>) => {
    // An open menu is a child of this page for React, but not in the document: it closes itself alone.
    const within = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key === 'Escape' && within && view.cell !== undefined) select(undefined);
  };
  const openPlace = ({ cell, area }: Place) => {
    setListOpen(false);
    if (cell === undefined) return look('area', area);
    select(cell);
    look('cell', cell);
  };
  const describe = (cell: number) => {
    const status = rows.get(cell)?.status;
    return status ? t.words.statuses[status] : '';
  };
  const tracksNote = page.tracks.data?.features.length === 0 ? t.map.legend.tracksNone : undefined;
  const failed = [page.plans, page.coverage, page.areas].find((query) => query.isError);
  const padding = wide ? beside : view.cell !== undefined ? aboveOpenSheet : aboveSheet;

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape closes the cell panel wherever the focus is
    <div className={classes.page} onKeyDown={closeByEscape}>
      <h1 className={classes.hidden}>{t.map.title}</h1>
      <Toolbar
        plans={page.plans.data?.plans ?? []}
        plan={plan}
        period={view.period}
        onPlan={(id) => change({ plan: id, cell: undefined })}
        onPeriod={(period) => change({ period })}
        onFit={() => look('all')}
      />
      <div className={classes.body}>
        <Sheet
          label={t.map.gaps.title}
          side="start"
          open={listOpen && view.cell === undefined}
          handle={{
            text: `${t.map.gaps.title} ${page.places ? t.map.gaps.count(page.places.length, page.gapCount) : ''}`,
            label: listOpen ? t.map.gaps.collapse : t.map.gaps.expand,
            onToggle: () => setListOpen(!listOpen),
          }}
        >
          <GapPanel
            places={page.plans.data && !plan ? [] : page.places}
            counts={{ places: page.places?.length ?? 0, gaps: page.gapCount }}
            error={page.gaps.error}
            onRetry={() => page.gaps.refetch()}
            updating={page.gaps.isFetching}
            more={page.gaps.hasNextPage ? () => page.gaps.fetchNextPage() : undefined}
            kind={view.kind}
            onKind={(kind) => change({ kind })}
            cells={rows}
            areas={areasById}
            selected={view.cell}
            onOpen={openPlace}
          />
        </Sheet>
        <section className={classes.map} aria-label={t.map.title}>
          <CrashBoundary>
            <Suspense fallback={null}>
              {placeKnown && (
                <MapView
                  areas={page.areas.data}
                  cells={cells}
                  tracks={view.tracks ? page.tracks.data : undefined}
                  focus={focus}
                  padding={padding}
                  onSelect={select}
                  describe={describe}
                />
              )}
            </Suspense>
          </CrashBoundary>
          <MapNotice plansKnown={page.plans.isSuccess} plan={plan} judging={page.coverage.isLoading} />
          <Legend
            counts={counts}
            hidden={hidden}
            onToggle={toggle}
            tracks={view.tracks}
            onTracks={(tracks) => change({ tracks })}
            tracksNote={tracksNote}
          />
          {failed && (
            <div className={classes.failure}>
              <ErrorNotice error={failed.error} retry={() => failed.refetch()} />
            </div>
          )}
        </section>
        {view.cell !== undefined && (
          <Sheet label={t.map.cell.panel} side="end" open>
            <CellPanel
              cell={view.cell}
              planId={plan?.id}
              detail={detail.data}
              error={detail.error}
              onRetry={() => detail.refetch()}
              coverage={rows.get(view.cell)}
              areas={areasById}
              onClose={() => select(undefined)}
              onLocate={() => look('cell', view.cell)}
            />
          </Sheet>
        )}
      </div>
    </div>
  );
}

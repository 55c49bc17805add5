import { type KeyboardEvent, lazy, Suspense, useCallback, useMemo, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { useMapFocus } from '../map/focus.ts';
import { CellSide } from '../panels/cell-side.tsx';
import { GapSide } from '../panels/gap-side.tsx';
import { MapStage } from '../panels/map-stage.tsx';
import { usePanelFocus } from '../panels/panel-focus.ts';
import { Toolbar } from '../panels/toolbar.tsx';
import classes from '../shell/map-page.module.css';
import type { Place } from '../state/places.ts';
import { useProposal } from '../state/proposal.ts';
import { holds, useSession } from '../state/session.ts';
import { useMapPage } from '../state/use-map-page.ts';
import { permitted, useView } from '../state/view.ts';

// The map is the heaviest part by far; it loads beside the data instead of after it. Said here and not where it is drawn:
// other pages share the file of the panels, and want no map.
import('../map/map-view.tsx').catch(() => undefined);

const ProposalSide = lazy(() => import('../panels/proposal-side.tsx'));
const Timeline = lazy(() => import('../panels/timeline.tsx'));

/** The main page: where obligations are not met, and everything about one place. */
export default function MapPage() {
  const { t } = useI18n();
  const [asked, change] = useView();
  const { data: user } = useSession();
  const people = holds(user, ['chief', 'officer', 'volunteer']);
  const ways = holds(user, ['chief']);
  const view = useMemo(() => permitted(asked, { people, ways }), [asked, people, ways]);
  const page = useMapPage(view);
  const { plan, areasById, detail } = page;
  const known = {
    plan,
    areas: areasById,
    areasKnown: page.areas.isFetched,
    detail: detail.data,
    lost: detail.isError,
  };
  const { focus, look } = useMapFocus(view.cell, known);
  const expectFocus = usePanelFocus(view.cell);
  const proposal = useProposal(view.proposal);
  const [timeline, setTimeline] = useState(false);
  const select = useCallback((cell: number | undefined) => change({ cell }), [change]);

  const openCell = (cell: number) => {
    select(cell);
    look('cell', cell);
  };
  const openPlace = ({ cell, area }: Place, byKeyboard: boolean) => {
    expectFocus(byKeyboard);
    if (cell === undefined) return look('area', area);
    openCell(cell);
  };
  const closeByEscape = (event: KeyboardEvent<HTMLElement>) => {
    // An open menu is a child of this page for React, but not in the document: it closes itself alone.
    const within = event.target instanceof Node && event.currentTarget.contains(event.target);
    if (event.key === 'Escape' && within && view.cell !== undefined) select(undefined);
  };

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
        desk={view.dock}
        onDesk={(dock) => change({ dock })}
        timeline={timeline}
        onTimeline={() => setTimeline(!timeline)}
      />
      {timeline && (
        <Suspense fallback={null}>
          <Timeline
            plans={page.plans.data?.plans ?? []}
            plan={plan}
            onPlan={(id) => change({ plan: id, cell: undefined })}
          />
        </Suspense>
      )}
      <div className={classes.body}>
        {view.proposal === undefined ? (
          <GapSide
            page={page}
            view={view}
            onKind={(kind) => change({ kind })}
            onOpen={openPlace}
            onProposal={(id) => change({ proposal: id, cell: undefined })}
          />
        ) : (
          <Suspense fallback={null}>
            <ProposalSide
              state={proposal}
              onClose={() => change({ proposal: undefined })}
              onShow={({ cellId, areaId }) =>
                cellId === null ? look('area', areaId ?? undefined) : openCell(cellId)
              }
            />
          </Suspense>
        )}
        <MapStage page={page} view={view} focus={focus} change={change} proposal={proposal.drawn} />
        {view.cell !== undefined && (
          <CellSide
            page={page}
            cell={view.cell}
            onClose={() => select(undefined)}
            onLocate={() => look('cell', view.cell)}
          />
        )}
      </div>
    </div>
  );
}

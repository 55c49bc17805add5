import { Alert, SegmentedControl, Text } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { type Focus, useMapFocus } from '../map/focus.ts';
import { PlanPicker } from '../panels/plan-picker.tsx';
import { type Tab, tabs } from '../posting/address.ts';
import { AssignTab } from '../posting/panels/assign-tab.tsx';
import { CellsSection } from '../posting/panels/cells-section.tsx';
import { LastStep } from '../posting/panels/last-step.tsx';
import { ListTab } from '../posting/panels/list-tab.tsx';
import { MapKey, MapTools } from '../posting/panels/map-tools.tsx';
import { RehomeTab } from '../posting/panels/rehome-tab.tsx';
import { usePicking } from '../posting/state/use-picking.ts';
import { isFuture, isOver, type PostingData, usePostingData } from '../posting/state/use-posting-data.ts';
import { usePostingView } from '../posting/state/use-posting-view.ts';
import type { PostingCell } from '../posting/types.ts';
import { useWords } from '../posting/words.ts';
import { CrashBoundary } from '../shell/crash-boundary.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import type { Plan } from '../types.ts';
import classes from './assignments.module.css';

const PostingMap = lazy(() => import('../posting/map/posting-map.tsx'));

const surroundingDegrees = 0.03;

/** Assigning on the map: cells are chosen, then people, role and time; and what is assigned is moved and ended. */
export default function AssignmentsPage() {
  const words = useWords();
  const [view, change] = usePostingView();
  const data = usePostingData(view.plan);
  const { plans, published, plan, cells, rehoming, areas, areaById } = data;
  const picking = usePicking(data, view.cells);
  const { focus, show } = useFocus(data);
  const failed = [plans, areas, cells].find(({ isError }) => isError);
  const describe = (id: number) => words.map.people(data.byId.get(id)?.people ?? 0);
  return (
    <div className={classes.page}>
      <h1 className={classes.hidden}>{words.title}</h1>
      <div className={classes.bar}>
        <div className={classes.plan}>
          <PlanPicker
            plans={published}
            plan={plan}
            onChoose={(id) => {
              picking.setSelected(new Set());
              change({ plan: id, cells: [] });
            }}
          />
        </div>
        <Tabs
          tab={view.tab}
          homeless={rehoming.data?.assignments.length ?? 0}
          onTab={(tab) => {
            picking.setProposed(new Set());
            picking.setTarget({ isPicking: false, cell: undefined });
            change({ tab });
          }}
        />
      </div>
      <div className={classes.body}>
        <aside className={classes.side} aria-label={words.side}>
          <LastStep />
          {failed && <ErrorNotice error={failed.error} retry={() => void failed.refetch()} />}
          {plans.isSuccess && !plan && (
            <Alert m="sm" title={words.noPlan}>
              {words.noPlanDetail}
            </Alert>
          )}
          {plan && <PlanNote plan={plan} />}
          {view.tab !== 'rehome' && plan && (
            <CellsSection
              cells={picking.all}
              matching={picking.matching}
              isLoading={cells.isPending}
              areas={areaById}
              filter={picking.filter}
              onFilter={picking.setFilter}
              selected={picking.selected}
              onSelect={picking.setSelected}
              drawings={picking.drawings}
            />
          )}
          {view.tab === 'assign' && plan && (
            <AssignTab key={plan.id} plan={plan} selected={picking.selected} />
          )}
          {view.tab === 'list' && plan && (
            <ListTab
              key={plan.id}
              plan={plan}
              cells={data.byId}
              selected={picking.selected}
              target={picking.target}
              onTarget={picking.setTarget}
              onShow={show}
            />
          )}
          {view.tab === 'rehome' && plan && (
            <RehomeTab
              key={plan.id}
              plan={plan}
              rehoming={rehoming}
              onPropose={(proposed, isLookedAt) => {
                picking.setProposed(proposed);
                const [first] = proposed;
                if (isLookedAt && first !== undefined) show(first);
              }}
            />
          )}
        </aside>
        <section className={classes.stage} aria-label={words.map.label}>
          <CrashBoundary>
            <Suspense fallback={null}>
              {focus && (
                <PostingMap
                  areas={areas.data}
                  cells={picking.drawn}
                  focus={focus}
                  tool={picking.tool}
                  onClick={picking.click}
                  onDrawn={picking.around}
                  describe={describe}
                />
              )}
            </Suspense>
          </CrashBoundary>
          <MapTools tool={picking.tool} onTool={picking.setTool} how={picking.how} onHow={picking.setHow} />
          {picking.target.isPicking && <Text className={classes.notice ?? ''}>{words.map.target}</Text>}
          <MapKey isProposing={picking.proposed.size > 0 || picking.target.cell !== undefined} />
        </section>
      </div>
    </div>
  );
}

/** Where the map looks: at the plan, or at a cell that somebody asked for. */
function useFocus({ plan, areas, areaById, byId }: PostingData) {
  const known = { plan, areas: areaById, areasKnown: areas.isFetched, detail: undefined, lost: false };
  const whole = useMapFocus(undefined, known).focus;
  const [cell, setCell] = useState<{ cell: PostingCell; turn: number }>();
  const near = useMemo((): Focus | undefined => {
    if (!cell?.cell.point) return undefined;
    const [lon, lat] = cell.cell.point;
    const [west, south] = [lon - surroundingDegrees, lat - surroundingDegrees];
    return {
      bounds: [west, south, lon + surroundingDegrees, lat + surroundingDegrees],
      key: `${plan?.id} ${cell.cell.id} ${cell.turn}`,
    };
  }, [cell, plan?.id]);
  const show = (id: number) => {
    const found = byId.get(id);
    if (found) setCell(({ turn } = { cell: found, turn: 0 }) => ({ cell: found, turn: turn + 1 }));
  };
  return { focus: near && byId.has(cell?.cell.id ?? 0) ? near : whole, show };
}

function Tabs({ tab, homeless, onTab }: { tab: Tab; homeless: number; onTab: (tab: Tab) => void }) {
  const words = useWords().tabs;
  const label = (one: Tab) => (one === 'rehome' && homeless > 0 ? words.rehomeCount(homeless) : words[one]);
  return (
    <SegmentedControl
      size="sm"
      aria-label={useWords().side}
      value={tab}
      onChange={(value) => onTab(tabs.find((one) => one === value) ?? 'assign')}
      data={tabs.map((value) => ({ value, label: label(value) }))}
    />
  );
}

/** What has to be known of a plan that is not in force now. */
function PlanNote({ plan }: { plan: Plan }) {
  const { t } = useI18n();
  const words = useWords();
  const clock = useClock();
  const text =
    isFuture(plan) && plan.from
      ? words.future(clock.fullDateTime(plan.from))
      : isOver(plan) && plan.to
        ? words.past(clock.fullDateTime(plan.to))
        : undefined;
  if (!text) return null;
  return (
    <Alert className={classes.note ?? ''} color={isOver(plan) ? 'gray' : 'blue'} title={t.map.plan.label}>
      {text}
    </Alert>
  );
}

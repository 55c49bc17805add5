import { useState } from 'react';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import type { Place } from '../state/places.ts';
import { holds, useSession } from '../state/session.ts';
import type { MapPageData } from '../state/use-map-page.ts';
import type { View } from '../state/view.ts';
import type { GapKind } from '../types.ts';
import { GapPanel } from './gap-panel.tsx';
import { Sheet } from './sheet.tsx';

type Props = {
  page: MapPageData;
  view: View;
  onKind: (kind: GapKind | undefined) => void;
  onOpen: (place: Place, byKeyboard: boolean) => void;
  onProposal: (id: number) => void;
};

/** The gap list beside the map; on a phone it is drawn up from the foot, and steps back for an open cell. */
export function GapSide({ page, view, onKind, onOpen, onProposal }: Props) {
  const { t } = useI18n();
  const { data: user } = useSession();
  const planId = page.plan?.id;
  const mayAssign = holds(user, ['chief']);
  const [drawnUp, setDrawnUp] = useState(false);
  const { gaps, places, totals } = page;
  const count = Object.values(totals).reduce((sum, one) => sum + one, 0);
  const handle = {
    text: `${t.map.gaps.title} ${places ? t.map.gaps.count(count) : ''}`,
    label: drawnUp ? t.map.gaps.collapse : t.map.gaps.expand,
    onToggle: () => setDrawnUp(!drawnUp),
  };
  return (
    <Sheet label={t.map.gaps.title} side="start" open={drawnUp && view.cell === undefined} handle={handle}>
      <GapPanel
        places={page.plans.data && !page.plan ? [] : places}
        totals={totals}
        error={gaps.error}
        onRetry={() => gaps.refetch()}
        updating={gaps.isFetching}
        pending={gaps.data?.pages[0]?.pending ?? false}
        more={gaps.hasNextPage ? () => gaps.fetchNextPage() : undefined}
        kind={view.kind}
        onKind={onKind}
        cells={page.rows}
        selected={view.cell}
        onOpen={(place, byKeyboard) => {
          setDrawnUp(false);
          onOpen(place, byKeyboard);
        }}
        onWho={mayAssign ? (gap) => openAction('who-could', { gapId: gap.id, planId }) : undefined}
        onPropose={mayAssign ? () => openAction('propose-people', { planId, onProposal }) : undefined}
      />
    </Sheet>
  );
}

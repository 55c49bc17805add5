import { useI18n } from '../i18n/index.tsx';
import type { MapPageData } from '../state/use-map-page.ts';
import { CellPanel } from './cell-panel.tsx';
import { cellPanelId } from './panel-focus.ts';
import { Sheet } from './sheet.tsx';

type Props = { page: MapPageData; cell: number; onClose: () => void; onLocate: () => void };

/** The open cell beside the map; on a phone at its foot. */
export function CellSide({ page, cell, onClose, onLocate }: Props) {
  const { t } = useI18n();
  const { detail } = page;
  return (
    <Sheet id={cellPanelId} label={t.map.cell.panel} side="end" open>
      <CellPanel
        cell={cell}
        planId={page.plan?.id}
        detail={detail.data}
        error={detail.error}
        onRetry={() => detail.refetch()}
        status={page.rows.get(cell)?.status}
        coverage={page.counted}
        areas={page.areasById}
        onClose={onClose}
        onLocate={onLocate}
      />
    </Sheet>
  );
}

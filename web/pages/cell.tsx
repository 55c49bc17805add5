import { Anchor, Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useParams, useSearchParams } from 'wouter';
import { historyApi } from '../api-history.ts';
import { CellWeeks } from '../history/cell-weeks.tsx';
import { type DaysBack, DaysBackField, fromOf } from '../history/days-back.tsx';
import { useWords } from '../history/words.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { CellLineage } from '../panels/cell-lineage.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';

/** One cell over weeks: when somebody was there, how long nobody was, and what was asked of it. */
export default function CellPage() {
  const words = useWords();
  const id = Number(useParams()['id']);
  const [search] = useSearchParams();
  const asked = Number(search.get('plan') ?? '');
  const plan = Number.isInteger(asked) && asked > 0 ? asked : undefined;
  const [days, setDays] = useState<DaysBack>(84);
  const found = useQuery({
    queryKey: ['cell', id, 'history', plan, days],
    queryFn: () => historyApi.cell(id, { from: fromOf(days), plan }),
    staleTime: 300_000,
  });
  const history = found.data;
  const title = history ? `${history.name || history.code}` : words.cell.open;
  return (
    <PageFrame
      title={title}
      lead={history ? `${history.code} · ${words.cell.lead}` : words.cell.lead}
      actions={<DaysBackField days={days} onDays={setDays} />}
      filters={
        <Anchor component={Link} href={`/?cell=${id}${plan ? `&plan=${plan}` : ''}`} size="sm">
          {words.cell.onMap}
        </Anchor>
      }
    >
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.isPending && <Loader size={18} />}
      {history && <CellWeeks history={history} />}
      {history?.plans[0] && <CellLineage plan={history.plans[0].id} cell={id} />}
    </PageFrame>
  );
}

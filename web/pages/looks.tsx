import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useClock } from '../state/clock.tsx';
import type { Look } from '../types-office.ts';

/** Who looked at whose positions; a person sees the looks at themself. */
export default function Looks() {
  const { t } = useI18n();
  const words = t.office.looks;
  const clock = useClock();
  const period = usePeriodText();
  const list = useList(['looks', 'page'], async (cursor) => {
    const { looks, next } = await officeApi.looks({ cursor });
    return { rows: looks, next };
  });
  const columns = [
    { name: words.at, show: (look: Look) => clock.fullDateTime(look.lookedAt) },
    { name: words.who, show: (look: Look) => look.account.displayName },
    { name: words.whose, show: (look: Look) => look.person?.name ?? look.device?.name ?? '' },
    { name: words.what, show: (look: Look) => words.whats[look.what] ?? look.what },
    { name: words.period, show: (look: Look) => (look.from || look.to ? period(look.from, look.to) : '') },
  ];
  return (
    <PageFrame title={t.pages.looks} lead={words.lead}>
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(look) => look.id}
        empty={words.empty}
        label={t.pages.looks}
      />
    </PageFrame>
  );
}

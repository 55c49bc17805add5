import { officeApi } from '../api-office.ts';
import { judging as en } from '../i18n/en-judging.ts';
import { useI18n } from '../i18n/index.tsx';
import { judging as zh } from '../i18n/zh-judging.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useClock } from '../state/clock.tsx';
import { toTheSecond } from '../state/to-the-second.ts';
import type { FixDecision } from '../types-office.ts';

/** Who had which positions restored or left out. */
export default function Decisions() {
  const { t, language } = useI18n();
  const words = (language === 'zh' ? zh : en).decisions;
  const clock = useClock();
  const list = useList(['decisions', 'page'], async (cursor) => {
    const { decisions, next } = await officeApi.decisions({ cursor });
    return { rows: decisions, next };
  });
  const reasonsOf = ({ reasons }: FixDecision) =>
    t.common.list(reasons.map((reason) => t.words.flagReasons[reason] ?? reason));
  const columns = [
    { name: words.at, show: ({ decidedAt }: FixDecision) => clock.fullDateTime(decidedAt) },
    { name: words.who, show: ({ account }: FixDecision) => account.displayName },
    { name: words.decision, show: ({ decision }: FixDecision) => words.decisions[decision] },
    { name: words.device, show: ({ device }: FixDecision) => device.name },
    { name: words.person, show: ({ person }: FixDecision) => person?.name ?? words.nobody },
    {
      name: words.recordedAt,
      show: ({ recordedAt }: FixDecision) => toTheSecond(clock.fullDateTime, recordedAt),
    },
    { name: words.reasons, show: reasonsOf },
  ];
  return (
    <PageFrame title={t.pages.decisions} lead={words.lead}>
      <RecordTable
        list={list}
        columns={columns}
        rowKey={({ id }) => id}
        empty={words.empty}
        label={t.pages.decisions}
      />
    </PageFrame>
  );
}

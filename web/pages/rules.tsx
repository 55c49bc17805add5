import { Badge, Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useRuleSentence } from '../office/rule-sentence.ts';
import { useList } from '../office/use-list.ts';
import { holds, useSession } from '../state/session.ts';
import type { Rule } from '../types-office.ts';

export default function Rules() {
  const { t } = useI18n();
  const words = t.office.rules;
  const period = usePeriodText();
  const sentence = useRuleSentence();
  const mayCommand = holds(useSession().data, ['chief']);
  const list = useList(['rules', 'page'], async (cursor) => {
    const { rules, next } = await officeApi.rules({ cursor });
    return { rows: rules, next };
  });
  const columns = [
    { name: words.name, show: (rule: Rule) => rule.name },
    { name: words.kind, show: (rule: Rule) => <Badge variant="light">{words.kinds[rule.kind]}</Badge> },
    { name: words.sentence, show: (rule: Rule) => <span title={sentence(rule)}>{sentence(rule)}</span> },
    { name: words.period, show: (rule: Rule) => period(rule.from, rule.to) },
    { name: '', show: (rule: Rule) => mayCommand && rule.to === null && <EndRule rule={rule} /> },
  ];
  return (
    <PageFrame
      title={t.pages.rules}
      lead={words.lead}
      actions={mayCommand && <Button onClick={() => openAction('create-rule')}>{words.create}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(rule) => rule.id}
        empty={words.empty}
        label={t.pages.rules}
      />
    </PageFrame>
  );
}

function EndRule({ rule }: { rule: Rule }) {
  const { t } = useI18n();
  const words = t.office.rules;
  const end = () =>
    openAction('confirm', {
      title: words.end,
      question: words.endQuestion(rule.name),
      submitLabel: words.end,
      done: words.ended,
      changes: ['rules'],
      work: () => officeApi.endRule(rule.id, new Date().toISOString()),
    });
  return (
    <Button size="compact-xs" variant="light" onClick={end}>
      {words.end}
    </Button>
  );
}

import { Button, SegmentedControl } from '@mantine/core';
import { useState } from 'react';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { usePersonName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useSubmission } from '../office/use-submission.ts';
import { holds, useSession } from '../state/session.ts';
import type { Duty } from '../types-office.ts';

export default function Duties() {
  const { t } = useI18n();
  const words = t.office.duties;
  const personName = usePersonName();
  const period = usePeriodText();
  const user = useSession().data;
  const own = holds(user, ['chief']) ? undefined : (user?.personId ?? undefined);
  const [when, setWhen] = useState('now');
  const list = useList(['duties', 'page', when], async (cursor) => {
    const { duties, next } = await officeApi.duties({
      cursor,
      at: when === 'now' ? new Date().toISOString() : undefined,
    });
    return { rows: duties, next };
  });
  const columns = [
    { name: words.person, show: (duty: Duty) => duty.person?.name ?? personName(duty.personId) },
    { name: words.period, show: (duty: Duty) => period(duty.from, duty.to) },
    { name: '', show: (duty: Duty) => isOpen(duty) && <EndDuty duty={duty} /> },
  ];
  return (
    <PageFrame
      title={t.pages.duties}
      lead={words.lead}
      actions={
        <Button onClick={() => openAction('create-duty', own === undefined ? {} : { personId: own })}>
          {own === undefined ? words.create : words.begin}
        </Button>
      }
      filters={
        <SegmentedControl aria-label={words.when} data={words.whens} value={when} onChange={setWhen} />
      }
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(duty) => duty.id}
        empty={words.empty}
        label={t.pages.duties}
      />
    </PageFrame>
  );
}

const isOpen = (duty: Duty) =>
  Date.parse(duty.from) <= Date.now() && (duty.to === null || Date.parse(duty.to) > Date.now());

function EndDuty({ duty }: { duty: Duty }) {
  const { t } = useI18n();
  const words = t.office.duties;
  const submission = useSubmission({
    work: (_: undefined) => officeApi.endDuty(duty.id, new Date().toISOString()),
    changes: ['duties'],
    done: () => words.ended,
  });
  return (
    <Button
      size="compact-xs"
      variant="light"
      loading={submission.isPending}
      onClick={() => submission.mutate(undefined)}
    >
      {words.end}
    </Button>
  );
}

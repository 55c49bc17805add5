import { NativeSelect, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { judging as en } from '../i18n/en-judging.ts';
import { useI18n } from '../i18n/index.tsx';
import { judging as zh } from '../i18n/zh-judging.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { ThresholdForm } from '../office/threshold-form.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';

const whileWaitingMs = 5_000;

/** What the positions of each kind of device are judged by. */
export default function ThresholdsPage() {
  const { t, language } = useI18n();
  const words = (language === 'zh' ? zh : en).thresholds;
  const [kind, setKind] = useState('phone');
  const list = useQuery({
    queryKey: ['thresholds'],
    queryFn: officeApi.thresholds,
    refetchInterval: ({ state }) =>
      state.data?.kinds.some(({ waiting }) => waiting > 0) ? whileWaitingMs : false,
  });
  const shown = list.data?.kinds.find((one) => one.kind === kind);
  return (
    <PageFrame
      title={t.pages.thresholds}
      lead={words.lead}
      filters={
        <NativeSelect
          label={words.kind}
          value={kind}
          onChange={({ currentTarget }) => setKind(currentTarget.value)}
          data={Object.entries(words.kinds).map(([value, label]) => ({ value, label }))}
        />
      }
    >
      {list.isError && <ErrorNotice error={list.error} retry={() => void list.refetch()} />}
      {shown ? (
        <ThresholdForm key={`${kind} ${shown.changedAt}`} words={words} of={shown} />
      ) : (
        list.isPending && <Skeleton height={300} aria-label={t.shell.loading} />
      )}
    </PageFrame>
  );
}

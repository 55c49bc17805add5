import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { generate as en } from '../i18n/en-generate.ts';
import { useI18n } from '../i18n/index.tsx';
import { generate as zh } from '../i18n/zh-generate.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { BalanceTable } from './generate/balance-table.tsx';
import { GenerateFields } from './generate/fields.tsx';
import { JobProgress, type RunningJob } from './generate/job-progress.tsx';
import { JobStopped, runGenerate, useLayers } from './generate/use-job.ts';
import {
  fieldsOf,
  type GenerateValues,
  generateRequestOf,
  initialGenerate,
  needsLines,
  needsPoints,
} from './generate/values.ts';
import { openAction } from './open.ts';

/** Fills a draft with cells by one of the methods; outside of the editor it goes on to publishing. */
export default function GenerateCells({ close, planId }: { close: () => void; planId: number }) {
  const words = useI18n().language === 'zh' ? zh : en;
  const [location] = useLocation();
  const layers = useLayers();
  const [running, setRunning] = useState<RunningJob | null>(null);
  const form = useForm<GenerateValues>({
    initialValues: initialGenerate,
    validate: {
      cellMetres: (value, values) =>
        fieldsOf(values).has('cellMetres') && !(Number(value) >= 20) ? words.tooSmall : null,
      count: (value, values) =>
        fieldsOf(values).has('count') && !(Number(value) >= 1) ? words.countMissing : null,
      points: (value, values) => (needsPoints(values) && !value ? words.layerMissing : null),
      lines: (value, values) => (needsLines(values) && !value ? words.layerMissing : null),
      tolerancePercent: (value) => (Number(value) >= 1 && Number(value) <= 50 ? null : words.toleranceWrong),
    },
  });
  const submission = useSubmission({
    work: (values: GenerateValues) =>
      runGenerate(planId, generateRequestOf(values), (id, job) => setRunning({ id, job })).finally(() =>
        setRunning(null),
      ),
    done: ({ created }) => words.done(created),
    after: ({ balance }) => {
      if (!balance?.length) goOn();
    },
  });
  const goOn = () => (location.endsWith('/edit') ? close() : openAction('publish-plan', { planId }));
  const balance = submission.data?.balance ?? [];
  const { error } = submission;
  const isStopped = error instanceof JobStopped;
  return (
    <FormDialog
      title={words.title}
      close={close}
      size={balance.length > 0 ? 'xl' : 'md'}
      submitLabel={balance.length > 0 ? words.goOn : words.submit}
      submission={{ isPending: submission.isPending, error: isStopped ? null : error }}
      onSubmit={form.onSubmit((values) => (balance.length > 0 ? goOn() : submission.mutate(values)))}
    >
      {balance.length > 0 ? (
        <BalanceTable words={words} balance={balance} />
      ) : (
        <>
          <Text size="sm">{words.lead}</Text>
          <GenerateFields words={words} form={form} layers={layers} />
        </>
      )}
      {submission.isPending && <JobProgress words={words} running={running} />}
      {isStopped && <Text size="sm">{words.cancelled}</Text>}
    </FormDialog>
  );
}

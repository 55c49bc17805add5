import { Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { adjust as en } from '../i18n/en-adjust.ts';
import { useI18n } from '../i18n/index.tsx';
import { adjust as zh } from '../i18n/zh-adjust.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { AdjustRequest } from '../types-plans.ts';
import { AdjustFields } from './adjust/fields.tsx';
import { ProposalTable } from './adjust/proposal-table.tsx';
import { type AdjustValues, adjustRequestOf, initialAdjust, type Lockable } from './adjust/values.ts';
import { JobProgress, type RunningJob } from './generate/job-progress.tsx';
import { JobStopped, runAdjust, useLayers } from './generate/use-job.ts';

type Props = { close: () => void; planId: number } & Partial<Lockable>;

/** Proposes how the cells of a draft could be brought into balance by moving little, and makes one proposal so. */
export default function AdjustCells({ close, planId, selected = [], lockedBorders = [] }: Props) {
  const words = useI18n().language === 'zh' ? zh : en;
  const layers = useLayers();
  const [running, setRunning] = useState<RunningJob | null>(null);
  const run = (request: AdjustRequest) =>
    runAdjust(planId, request, (id, job) => setRunning({ id, job })).finally(() => setRunning(null));
  const form = useForm<AdjustValues>({
    initialValues: initialAdjust,
    validate: {
      tolerancePercent: (value) => (Number(value) >= 1 && Number(value) <= 50 ? null : words.toleranceWrong),
      seed: (value) => (value === '' || Number.isInteger(value) ? null : words.seedWrong),
    },
  });
  const asking = useMutation({
    mutationFn: async (request: AdjustRequest) => ({ request, ...(await run(request)) }),
  });
  const taking = useSubmission({ work: run, done: () => words.done, after: close });
  const told = asking.data;
  const again = () => {
    taking.reset();
    asking.reset();
  };
  const isPending = asking.isPending || taking.isPending;
  const error = taking.error ?? asking.error;
  const isStopped = error instanceof JobStopped;
  return (
    <FormDialog
      title={words.title}
      close={close}
      size={told ? 'xl' : 'md'}
      submitLabel={told ? words.again : words.submit}
      quiet={told !== undefined}
      submission={{ isPending, error: isStopped ? null : error }}
      onSubmit={form.onSubmit((values) =>
        told ? again() : asking.mutate(adjustRequestOf(values, { selected, lockedBorders })),
      )}
    >
      {told ? (
        <ProposalTable
          words={words}
          told={told}
          isLand={told.request.points === undefined}
          isBusy={taking.isPending}
          onTake={(take) => taking.mutate({ ...told.request, take })}
        />
      ) : (
        <>
          <Text size="sm">{words.lead}</Text>
          <AdjustFields words={words} form={form} layers={layers} lockable={{ selected, lockedBorders }} />
        </>
      )}
      {isPending && <JobProgress words={words} running={running} />}
      {isStopped && <Text size="sm">{words.cancelled}</Text>}
    </FormDialog>
  );
}

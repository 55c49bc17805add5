import { Checkbox, Group, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { matchingApi, type ProposalRequest } from '../api-matching.ts';
import { matching as en } from '../i18n/en-matching.ts';
import { useI18n } from '../i18n/index.tsx';
import { matching as zh } from '../i18n/zh-matching.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { JobProgress, type RunningJob } from './generate/job-progress.tsx';
import { endOfJob, JobStopped } from './generate/use-job.ts';

type Props = { close: () => void; planId?: number | undefined; onProposal: (id: number) => void };

const kinds = ['unassigned-land', 'no-officer', 'short-staffed'] as const;
type Kind = (typeof kinds)[number];
type Values = {
  areaId: number | null;
  kinds: Kind[];
  maxKilometres: number | string;
  mostNewPosts: number | string;
  teamsTogether: boolean;
  twoPeople: boolean;
};

function requestOf(
  { areaId, maxKilometres, mostNewPosts, ...rest }: Values,
  planId?: number,
): ProposalRequest {
  return {
    ...rest,
    ...(areaId !== null && { areaId }),
    ...(planId !== undefined && { planId }),
    ...{ maxKilometres: Number(maxKilometres), mostNewPosts: Number(mostNewPosts) },
  };
}

/** Has people proposed for many gaps at once; nothing is changed by it. */
export default function ProposePeople({ close, planId, onProposal }: Props) {
  const { t, language } = useI18n();
  const words = (language === 'zh' ? zh : en).make;
  const [running, setRunning] = useState<RunningJob | null>(null);
  const between = (least: number, most: number) => (value: number | string) =>
    Number(value) >= least && Number(value) <= most ? null : words.numberWrong(least, most);
  const form = useForm<Values>({
    initialValues: {
      ...{ areaId: null, kinds: [...kinds], maxKilometres: 30, mostNewPosts: 3 },
      ...{ teamsTogether: false, twoPeople: false },
    },
    validate: {
      kinds: (value) => (value.length > 0 ? null : words.kindMissing),
      maxKilometres: between(1, 1000),
      mostNewPosts: between(1, 10),
    },
  });
  const asking = useMutation({
    mutationFn: async (request: ProposalRequest) => {
      const { job } = await matchingApi.propose(request);
      const { proposal } = await endOfJob<{ proposal: number }>(job, (id, state) =>
        setRunning({ id, job: state }),
      );
      return proposal;
    },
    onSettled: () => setRunning(null),
    onSuccess: (proposal) => {
      onProposal(proposal);
      close();
    },
  });
  const isStopped = asking.error instanceof JobStopped;
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.submit}
      submission={{ isPending: asking.isPending, error: isStopped ? null : asking.error }}
      onSubmit={form.onSubmit((values) => asking.mutate(requestOf(values, planId)))}
    >
      <Text size="sm">{words.lead}</Text>
      <AreaPicker label={words.area} placeholder={words.areaHint} {...form.getInputProps('areaId')} />
      <Checkbox.Group label={words.kinds} {...form.getInputProps('kinds')}>
        <Group gap="md" mt={6}>
          {kinds.map((kind) => (
            <Checkbox key={kind} value={kind} label={t.words.gapKinds[kind]} />
          ))}
        </Group>
      </Checkbox.Group>
      <Group grow align="start">
        <NumberField label={words.kilometres} min={1} max={1000} {...form.getInputProps('maxKilometres')} />
        <NumberField label={words.mostNewPosts} min={1} max={10} {...form.getInputProps('mostNewPosts')} />
      </Group>
      <Checkbox label={words.teamsTogether} {...form.getInputProps('teamsTogether', { type: 'checkbox' })} />
      <Checkbox label={words.twoPeople} {...form.getInputProps('twoPeople', { type: 'checkbox' })} />
      {asking.isPending && <JobProgress words={words} running={running} />}
      {isStopped && <Text size="sm">{words.cancelled}</Text>}
    </FormDialog>
  );
}

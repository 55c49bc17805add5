import { LoadingOverlay, Modal, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { plansApi } from '../api-plans.ts';
import { limits as en } from '../i18n/en-limits.ts';
import { useI18n } from '../i18n/index.tsx';
import { limits as zh } from '../i18n/zh-limits.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { Plan } from '../types.ts';
import classes from './limits/limits.module.css';
import { SizeRows } from './limits/size-rows.tsx';
import {
  defaultOf,
  type LimitsValues,
  limitsOfValues,
  rangeMissed,
  type SizeValues,
  sizeFault,
  type Threshold,
  thresholdNames,
  usageFault,
  valuesOfLimits,
} from './limits/values.ts';

type Props = { close: () => void; planId: number };

const useLimitWords = (): typeof zh => (useI18n().language === 'zh' ? zh : en);

/** What of a plan's proof is a matter of taste; asked for anew, so that nobody's thresholds are written over unseen. */
export default function PlanLimits({ close, planId }: Props) {
  const words = useLimitWords();
  const { t } = useI18n();
  const plan = useQuery({
    queryKey: ['plans', planId, 'limits'],
    queryFn: () => plansApi.plan(planId),
    staleTime: 0,
    gcTime: 0,
  });
  if (plan.data) return <LimitsDialog close={close} plan={plan.data} />;
  if (plan.isPending) return <LoadingOverlay visible pos="fixed" />;
  return (
    <Modal opened onClose={close} title={words.title} closeButtonProps={{ 'aria-label': t.common.close }}>
      <ErrorNotice error={plan.error} retry={() => void plan.refetch()} />
    </Modal>
  );
}

function LimitsDialog({ close, plan }: { close: () => void; plan: Plan }) {
  const words = useLimitWords();
  const ofRange = (name: Threshold) => (value: number | string) => {
    const range = rangeMissed(name, value);
    if (!range) return null;
    return Number.isFinite(range.most) ? words.between(range.least, range.most) : words.atLeast(range.least);
  };
  const ofSize =
    (name: Parameters<typeof sizeFault>[1]) => (_: unknown, values: LimitsValues, path: string) => {
      const row = values.sizes[placeIn(path)];
      const fault = row && sizeFault(row, name);
      return fault ? words.faults[fault] : null;
    };
  const form = useForm<LimitsValues>({
    initialValues: valuesOfLimits(plan.limits),
    validate: {
      borderToleranceMetres: ofRange('borderToleranceMetres'),
      sliverMetres: ofRange('sliverMetres'),
      leastCompactness: ofRange('leastCompactness'),
      mostImbalance: ofRange('mostImbalance'),
      leastCutShare: ofRange('leastCutShare'),
      sizes: {
        usage: (_: string, values: LimitsValues, path: string) => {
          const fault = usageFault(values.sizes, placeIn(path));
          return fault && words.faults[fault];
        },
        leastSquareMetres: ofSize('leastSquareMetres'),
        mostSquareMetres: ofSize('mostSquareMetres'),
        leastHouseholds: ofSize('leastHouseholds'),
        mostHouseholds: ofSize('mostHouseholds'),
      } satisfies Record<keyof SizeValues, unknown>,
    },
  });
  const submission = useSubmission({
    work: (values: LimitsValues) => plansApi.setLimits(plan.id, limitsOfValues(values)),
    done: () => words.done,
    after: close,
  });
  return (
    <FormDialog
      title={words.title}
      close={close}
      size="lg"
      submitLabel={words.submit}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Text size="sm">{words.lead}</Text>
      <div className={classes['thresholds']}>
        {thresholdNames.map((name) => (
          <NumberField
            key={name}
            label={words.fields[name]}
            description={words.hints[name]}
            placeholder={defaultOf(name)}
            {...form.getInputProps(name)}
          />
        ))}
      </div>
      <SizeRows words={words} form={form} />
    </FormDialog>
  );
}

/** Of `sizes.3.usage` the 3. */
const placeIn = (path: string) => Number(path.split('.')[1]);

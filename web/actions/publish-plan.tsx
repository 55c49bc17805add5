import { Alert, Radio, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { notifications } from '@mantine/notifications';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { officeApi, type Problem } from '../api-office.ts';
import { postingApi } from '../api-posting.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import classes from '../office/office.module.css';
import { useSubmission } from '../office/use-submission.ts';
import { postingAddress } from '../posting/address.ts';
import { Icon } from '../shell/icon.tsx';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Plan } from '../types.ts';

/** Shows the proof of a draft and, where it holds, publishes it from now or from a date. */
export default function PublishPlan({ close, planId }: { close: () => void; planId: number }) {
  const { t } = useI18n();
  const clock = useClock();
  const { data: user } = useSession();
  const words = t.office.publishPlan;
  const proof = useQuery({
    queryKey: ['plans', planId, 'problems'],
    queryFn: () => officeApi.problems(planId),
  });
  const form = useForm({
    initialValues: { when: 'now', date: clock.isoDate(new Date()) },
    validate: { date: (value, { when }) => (when === 'now' || value ? null : words.dateMissing) },
  });
  const submission = useSubmission({
    work: ({ when, date }: typeof form.values) =>
      officeApi.publish(planId, when === 'now' ? {} : { from: date }),
    done: () => words.done,
    after: (plan) => {
      if (holds(user, ['chief'])) void tellHomeless(plan, words.homeless);
      close();
    },
  });
  const errors = proof.data?.features.filter(({ properties }) => properties.severity === 'error') ?? [];
  return (
    <FormDialog
      title={words.title}
      close={close}
      size="lg"
      submitLabel={words.submit}
      submission={{ isPending: submission.isPending, error: submission.error ?? proof.error }}
      disabled={!proof.data || errors.length > 0}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      {proof.isPending && <Text role="status">{words.proving}</Text>}
      {proof.data && errors.length === 0 && (
        <Alert color="teal" icon={<Icon name="check" />}>
          {words.proved}
        </Alert>
      )}
      {errors.length > 0 && (
        <Findings problems={errors.map(({ properties }) => properties)} more={proof.data?.next !== null} />
      )}
      <Radio.Group label={words.when} {...form.getInputProps('when')}>
        <Stack gap={6} mt={6}>
          <Radio value="now" label={words.now} />
          <Radio value="date" label={words.onDate} />
        </Stack>
      </Radio.Group>
      {form.values.when === 'date' && (
        <TextInput
          type="date"
          label={words.date}
          description={words.pastHint}
          {...form.getInputProps('date')}
        />
      )}
    </FormDialog>
  );
}

/** Says how many assignments lost their cell to the plan, and leads to where they go on. */
async function tellHomeless(plan: Plan, text: (count: number) => string): Promise<void> {
  const count = await postingApi.rehoming(plan.id).then(
    ({ assignments }) => assignments.length,
    // Who may not change them is not told; nothing else depends on it.
    () => 0,
  );
  if (count === 0) return;
  const message = <Link href={postingAddress({ plan: plan.id, tab: 'rehome' })}>{text(count)}</Link>;
  notifications.show({ message, color: 'orange', autoClose: false });
}

function Findings({ problems, more }: { problems: Problem[]; more: boolean }) {
  const { t } = useI18n();
  const words = t.office.publishPlan;
  return (
    <Alert color="red" icon={<Icon name="warning" />} title={words.findings(problems.length, more)}>
      <Stack gap={2} className={classes.problems ?? ''}>
        {problems.slice(0, 100).map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: findings have no identity and are never reordered
          <Text size="sm" key={index}>
            {problem.message}
          </Text>
        ))}
      </Stack>
    </Alert>
  );
}

import { NativeSelect, SegmentedControl, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { type Giving, teamsApi } from '../api-teams.ts';
import { useI18n } from '../i18n/index.tsx';
import { useTeamWords } from '../i18n/teams.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { isInForce, usePlans } from '../state/map-data.ts';

type Values = {
  plan: string;
  by: string;
  codes: string;
  owner: number | null;
  usage: string;
  q: string;
  from: string;
};

/** Gives a team cells of its own, by their codes or by what they are. */
export default function GiveCells({ close, teamId }: { close: () => void; teamId: number }) {
  const { t } = useI18n();
  const words = useTeamWords();
  const plans = (usePlans().data?.plans ?? []).filter((plan) => isInForce(plan));
  const form = useForm<Values>({
    initialValues: { plan: '', by: 'codes', codes: '', owner: null, usage: '', q: '', from: '' },
    validate: {
      codes: (_value, values) => (isEmpty(choiceOf(values)) ? words.choiceMissing : null),
      q: (_value, values) => (isEmpty(choiceOf(values)) ? words.choiceMissing : null),
    },
  });
  const { values } = form;
  const planId = Number(values.plan) || plans[0]?.id;
  const submission = useSubmission({
    work: (chosen: Values) =>
      teamsApi.give(teamId, {
        ...(planId !== undefined && { plan: planId }),
        ...choiceOf(chosen),
        ...(chosen.from && { from: chosen.from }),
      }),
    changes: ['teams'],
    done: ({ cells }) => words.given(cells.length),
    after: close,
  });
  return (
    <FormDialog
      title={words.giveTitle}
      close={close}
      submitLabel={t.common.save}
      submission={submission}
      onSubmit={form.onSubmit((chosen) => submission.mutate(chosen))}
    >
      <NativeSelect
        label={words.plan}
        data={plans.map(({ id, name, layer }) => ({
          value: String(id),
          label: `${name} · ${t.office.layers[layer]}`,
        }))}
        {...form.getInputProps('plan')}
        value={String(planId ?? '')}
      />
      <SegmentedControl
        aria-label={words.by}
        data={[
          { value: 'codes', label: words.byCodes },
          { value: 'filter', label: words.byFilter },
        ]}
        {...form.getInputProps('by')}
      />
      {values.by === 'codes' ? (
        <Textarea
          label={words.codes}
          description={words.codesHint}
          autosize
          minRows={4}
          maxRows={10}
          {...form.getInputProps('codes')}
        />
      ) : (
        <>
          <AreaPicker
            label={words.filterOwner}
            kinds={['village', 'community', 'forest']}
            value={values.owner}
            onChange={(id) => form.setFieldValue('owner', id)}
          />
          <NativeSelect
            label={words.filterUsage}
            data={[
              { value: '', label: words.any },
              ...Object.entries(t.words.usages).map(([value, label]) => ({ value, label })),
            ]}
            {...form.getInputProps('usage')}
          />
          <TextInput label={words.filterText} {...form.getInputProps('q')} />
        </>
      )}
      <TextInput
        type="date"
        label={words.cellsFrom}
        description={words.fromHint}
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        {...form.getInputProps('from')}
      />
    </FormDialog>
  );
}

function choiceOf({ by, codes, owner, usage, q }: Values): Giving {
  if (by === 'codes') {
    const list = [...new Set(codes.split(/[\s,，、;；]+/).filter((code) => code !== ''))];
    return list.length > 0 ? { codes: list } : {};
  }
  return { ...(owner !== null && { owner }), ...(usage && { usage }), ...(q.trim() && { q: q.trim() }) };
}

const isEmpty = (choice: Giving) => Object.keys(choice).length === 0;

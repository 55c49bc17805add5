import { NativeSelect, Switch, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLocation } from 'wouter';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { isInForce, usePlans } from '../state/map-data.ts';
import type { Plan } from '../types.ts';
import { openAction } from './open.ts';
import { TemplateField } from './template-field.tsx';

type Values = {
  name: string;
  layer: Plan['layer'];
  scopeAreaId: number | null;
  /** A plan's id, `empty`, or '' for what is offered first: the plan in force. */
  from: string;
  unions: boolean;
  codeTemplate: string;
};

/** A draft over a scope, by default with the cells of the plan in force; an empty one goes on to be filled. */
export default function CreatePlan({ close }: { close: () => void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const words = t.office.createPlan;
  const form = useForm<Values>({
    initialValues: {
      name: '',
      layer: 'community',
      scopeAreaId: null,
      from: '',
      unions: true,
      codeTemplate: '',
    },
    validate: { name: (value) => (value.trim() ? null : words.nameMissing) },
  });
  const { layer, scopeAreaId, from, unions } = form.values;
  const candidates = (usePlans().data?.plans ?? []).filter(
    (plan) => plan.scopeAreaId === scopeAreaId && plan.cells > 0,
  );
  const inForce = candidates.find((plan) => plan.layer === layer && isInForce(plan));
  const start = candidates.find(({ id }) => String(id) === from) ?? (from === '' ? inForce : undefined);
  const submission = useSubmission({
    work: ({ name, codeTemplate }: Values) =>
      officeApi.createPlan({
        name,
        layer,
        scopeAreaId,
        ...(start && { fromPlanId: start.id }),
        ...(start && start.layer !== layer && unions && { unionsOfPlanId: start.id }),
        ...(codeTemplate && { codeTemplate }),
      }),
    after: (plan: Plan) => {
      navigate(`/?plan=${plan.id}`);
      if (plan.scopeAreaId === null || plan.cells > 0) close();
      else openAction('generate-cells', { planId: plan.id });
    },
  });
  const layers = Object.entries(t.office.layers).map(([value, label]) => ({ value, label }));
  const label = (plan: Plan) => {
    const name = `${plan.name} · ${t.map.plan.layers[plan.layer]} · ${plan.cells}`;
    return isInForce(plan) ? t.versions.create.inForce(name) : name;
  };
  const starts = [
    ...candidates.map((plan) => ({ value: String(plan.id), label: label(plan) })),
    { value: 'empty', label: t.versions.create.empty },
  ];
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput label={words.name} required data-autofocus {...form.getInputProps('name')} />
      <NativeSelect label={words.layer} data={layers} {...form.getInputProps('layer')} />
      <AreaPicker label={words.scope} description={words.scopeHint} {...form.getInputProps('scopeAreaId')} />
      <NativeSelect
        label={t.versions.create.from}
        description={start ? t.versions.create.fromHint : undefined}
        data={starts}
        value={start ? String(start.id) : 'empty'}
        onChange={({ currentTarget }) => form.setFieldValue('from', currentTarget.value)}
      />
      {start && start.layer !== layer && layer === 'police' && (
        <Switch
          label={t.versions.create.unions}
          description={t.versions.create.unionsHint}
          {...form.getInputProps('unions', { type: 'checkbox' })}
        />
      )}
      <TemplateField {...form.getInputProps('codeTemplate')} />
    </FormDialog>
  );
}

import { NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useLocation } from 'wouter';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Plan } from '../types.ts';
import { openAction } from './open.ts';

/** A draft over a scope; it goes on to the dialog that fills it. */
export default function CreatePlan({ close }: { close: () => void }) {
  const { t } = useI18n();
  const [, navigate] = useLocation();
  const words = t.office.createPlan;
  const form = useForm<{ name: string; layer: Plan['layer']; scopeAreaId: number | null }>({
    initialValues: { name: '', layer: 'community', scopeAreaId: null },
    validate: { name: (value) => (value.trim() ? null : words.nameMissing) },
  });
  const submission = useSubmission({
    work: officeApi.createPlan,
    after: (plan: Plan) => {
      navigate(`/?plan=${plan.id}`);
      if (plan.scopeAreaId === null) close();
      else openAction('generate-cells', { planId: plan.id });
    },
  });
  const layers = Object.entries(t.office.layers).map(([value, label]) => ({ value, label }));
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
    </FormDialog>
  );
}

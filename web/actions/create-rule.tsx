import { Autocomplete, NativeSelect, SegmentedControl, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { AreaKind } from '../types.ts';
import type { RuleInput } from '../types-office.ts';

type Values = {
  name: string;
  measure: 'staffing' | 'revisit' | 'visits';
  areaKind: '' | AreaKind;
  cellUsage: string;
  atLeast: number | string;
  personKind: string;
  everyHours: number | string;
  minMinutes: number | string;
  per: 'day' | 'week' | 'month';
};

/** An obligation: who must be there, or how often somebody must come, over a kind of place. */
export default function CreateRule({ close }: { close: () => void }) {
  const { t } = useI18n();
  const words = t.office.createRule;
  const form = useForm<Values>({
    initialValues: {
      name: '',
      measure: 'revisit',
      areaKind: '',
      cellUsage: '',
      atLeast: 1,
      personKind: '',
      everyHours: 168,
      minMinutes: 0,
      per: 'week',
    },
    validate: {
      name: (value) => (value.trim() ? null : words.nameMissing),
      atLeast: (value, { measure }) =>
        measure === 'revisit' || Number(value) >= 1 ? null : words.countMissing,
      everyHours: (value, { measure }) =>
        measure !== 'revisit' || Number(value) >= 1 ? null : words.countMissing,
    },
  });
  const submission = useSubmission({
    work: (values: Values) => officeApi.createRule(ruleOf(values)),
    changes: ['rules'],
    done: () => words.done,
    after: close,
  });
  const { measure } = form.values;
  const places = [
    { value: '', label: words.everyCell },
    ...(['village', 'community', 'forest'] as const).map((kind) => ({
      value: kind,
      label: words.everyArea(t.words.areaKinds[kind]),
    })),
  ];
  const people = [
    { value: '', label: words.anybody },
    ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label })),
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
      <SegmentedControl aria-label={words.measure} data={words.measures} {...form.getInputProps('measure')} />
      {measure === 'staffing' ? (
        <>
          <NativeSelect label={words.where} data={places} {...form.getInputProps('areaKind')} />
          <NumberField label={words.people} min={1} max={1000} {...form.getInputProps('atLeast')} />
          <NativeSelect label={words.kind} data={people} {...form.getInputProps('personKind')} />
        </>
      ) : (
        <Autocomplete
          label={words.usage}
          description={words.usageHint}
          data={Object.keys(t.words.usages)}
          {...form.getInputProps('cellUsage')}
        />
      )}
      {measure === 'revisit' && (
        <NumberField label={words.everyHours} min={1} max={8784} {...form.getInputProps('everyHours')} />
      )}
      {measure === 'visits' && (
        <>
          <NumberField label={words.visits} min={1} max={1000} {...form.getInputProps('atLeast')} />
          <NativeSelect label={words.per} data={words.pers} {...form.getInputProps('per')} />
          <NumberField label={words.minMinutes} min={0} max={1440} {...form.getInputProps('minMinutes')} />
        </>
      )}
    </FormDialog>
  );
}

function ruleOf(values: Values): RuleInput {
  const name = values.name.trim();
  if (values.measure === 'staffing') {
    return {
      name,
      kind: 'staffing',
      selects: values.areaKind ? { areaKind: values.areaKind } : {},
      requires: { atLeast: Number(values.atLeast), ...(values.personKind && { kind: values.personKind }) },
    };
  }
  const selects = values.cellUsage ? { cellUsage: values.cellUsage } : {};
  if (values.measure === 'revisit') {
    return {
      name,
      kind: 'patrol',
      selects,
      requires: { measure: 'revisit', everyHours: Number(values.everyHours) },
    };
  }
  const minMinutes = Number(values.minMinutes);
  return {
    name,
    kind: 'patrol',
    selects,
    requires: {
      measure: 'visits',
      atLeast: Number(values.atLeast),
      per: values.per,
      ...(minMinutes > 0 && { minMinutes }),
    },
  };
}

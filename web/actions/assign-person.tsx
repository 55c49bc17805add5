import { Autocomplete, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { PeriodFields } from '../office/period-fields.tsx';
import { AreaPicker, PersonPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';
import type { AssignmentInput } from '../types-office.ts';

type Props = {
  close: () => void;
  cellId?: number | undefined;
  areaId?: number | undefined;
  planId?: number | undefined;
  cellName?: string | undefined;
};

/** Makes a person responsible for a cell or an area, in a role, for a period. */
export default function AssignPerson({ close, cellId, areaId, cellName }: Props) {
  const { t } = useI18n();
  const { timeZone } = useClock();
  const words = t.office.assignPerson;
  const form = useForm<{
    personId: number | null;
    areaId: number | null;
    role: string;
    from: string;
    to: string;
  }>({
    initialValues: {
      personId: null,
      areaId: areaId ?? null,
      role: words.roles[0] ?? '',
      from: toLocalField(new Date(), timeZone),
      to: '',
    },
    validate: {
      personId: (value) => (value === null ? words.personMissing : null),
      areaId: (value) => (cellId === undefined && value === null ? words.placeMissing : null),
      role: (value) => (value.trim() ? null : words.roleMissing),
      from: (value) => (value ? null : t.office.fromMissing),
      to: (value, { from }) => (value && value <= from ? t.office.endsBeforeBegins : null),
    },
  });
  const submission = useSubmission({
    work: (input: AssignmentInput) => officeApi.assign(input),
    changes: ['assignments', 'people'],
    done: ({ elsewhere }) => [words.done, elsewhere].filter(Boolean).join(' '),
    after: close,
  });
  const submit = form.onSubmit((values) =>
    submission.mutate({
      personId: values.personId ?? 0,
      ...(cellId === undefined ? { areaId: values.areaId ?? 0 } : { cellId }),
      role: values.role.trim(),
      from: fromLocalField(values.from, timeZone),
      ...(values.to && { to: fromLocalField(values.to, timeZone) }),
    }),
  );
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.submit}
      submission={submission}
      onSubmit={submit}
    >
      {cellId === undefined ? (
        <AreaPicker label={words.area} required {...form.getInputProps('areaId')} />
      ) : (
        <Text size="sm">{words.cell(cellName ?? `#${cellId}`)}</Text>
      )}
      <PersonPicker label={words.person} required {...form.getInputProps('personId')} />
      <Autocomplete
        label={words.role}
        description={words.roleHint}
        data={words.roles}
        {...form.getInputProps('role')}
      />
      <PeriodFields
        from={form.values.from}
        to={form.values.to}
        fromError={form.errors.from}
        toError={form.errors.to}
        onFrom={(value) => form.setFieldValue('from', value)}
        onTo={(value) => form.setFieldValue('to', value)}
      />
    </FormDialog>
  );
}

import { Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { PeriodFields } from '../office/period-fields.tsx';
import { PersonPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';
import type { Device } from '../types-office.ts';

/** Says who carries a device from when; whoever carried it before is listed. */
export default function CarryDevice({ close, device }: { close: () => void; device: Device }) {
  const { t } = useI18n();
  const clock = useClock();
  const words = t.office.carryDevice;
  const carriers = useQuery({
    queryKey: ['devices', device.id, 'carriers'],
    queryFn: () => officeApi.carriers(device.id),
  });
  const form = useForm<{ personId: number | null; from: string; to: string }>({
    initialValues: { personId: null, from: toLocalField(new Date(), clock.timeZone), to: '' },
    validate: {
      personId: (value) => (value === null ? words.personMissing : null),
      from: (value) => (value ? null : t.office.fromMissing),
      to: (value, { from }) => (value && value <= from ? t.office.endsBeforeBegins : null),
    },
  });
  const submission = useSubmission({
    work: (body: { personId: number; from: string; to?: string }) => officeApi.carry(device.id, body),
    changes: ['devices'],
    done: () => words.done,
    after: close,
  });
  const submit = form.onSubmit((values) =>
    submission.mutate({
      personId: values.personId ?? 0,
      from: fromLocalField(values.from, clock.timeZone),
      ...(values.to && { to: fromLocalField(values.to, clock.timeZone) }),
    }),
  );
  return (
    <FormDialog
      title={words.title(device.name)}
      close={close}
      submitLabel={words.submit}
      submission={submission}
      onSubmit={submit}
    >
      <PersonPicker label={words.person} required {...form.getInputProps('personId')} />
      <PeriodFields
        from={form.values.from}
        to={form.values.to}
        fromError={form.errors.from}
        toError={form.errors.to}
        onFrom={(value) => form.setFieldValue('from', value)}
        onTo={(value) => form.setFieldValue('to', value)}
      />
      {(carriers.data?.carriers.length ?? 0) > 0 && (
        <Stack gap={2}>
          <Text size="sm" fw={600}>
            {words.history}
          </Text>
          {carriers.data?.carriers.map((carrier) => (
            <Text size="sm" key={carrier.id}>
              {carrier.person?.name ?? `#${carrier.personId}`} · {clock.fullDateTime(carrier.from)} –{' '}
              {carrier.to ? clock.fullDateTime(carrier.to) : t.office.open}
            </Text>
          ))}
        </Stack>
      )}
    </FormDialog>
  );
}

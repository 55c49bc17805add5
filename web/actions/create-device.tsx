import { Checkbox, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { judging as en } from '../i18n/en-judging.ts';
import { useI18n } from '../i18n/index.tsx';
import { judging as zh } from '../i18n/zh-judging.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Device } from '../types-office.ts';
import { openAction } from './open.ts';

/** Registers whatever reports positions, then shows its token once. */
export default function CreateDevice({ close }: { close: () => void }) {
  const { t, language } = useI18n();
  const judgingWords = language === 'zh' ? zh : en;
  const words = t.office.createDevice;
  const form = useForm<{
    name: string;
    identity: string;
    kind: Device['kind'];
    datum: Device['datum'];
    stationAreaId: number | null;
    alwaysOnDuty: boolean;
  }>({
    initialValues: {
      name: '',
      identity: '',
      kind: 'phone',
      datum: 'wgs84',
      stationAreaId: null,
      alwaysOnDuty: false,
    },
    validate: { name: (value) => (value.trim() ? null : words.nameMissing) },
  });
  const submission = useSubmission({
    work: ({ identity, stationAreaId, ...values }: typeof form.values) =>
      officeApi.createDevice({
        ...values,
        ...(identity && { identity }),
        ...(stationAreaId !== null && { stationAreaId }),
      }),
    changes: ['devices'],
    after: (device: Device) => openAction('enrol-device', { device }),
  });
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput
        label={words.name}
        description={words.nameHint}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={words.identity}
        description={words.identityHint}
        {...form.getInputProps('identity')}
      />
      <AreaPicker label={words.station} kinds={['station']} {...form.getInputProps('stationAreaId')} />
      <NativeSelect
        label={judgingWords.deviceKind}
        description={judgingWords.deviceKindHint}
        data={Object.entries(judgingWords.thresholds.kinds).map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('kind')}
      />
      <NativeSelect
        label={words.datum}
        description={words.datumHint}
        data={words.datums}
        {...form.getInputProps('datum')}
      />
      <Checkbox
        label={words.alwaysOnDuty}
        description={words.alwaysHint}
        {...form.getInputProps('alwaysOnDuty', { type: 'checkbox' })}
      />
    </FormDialog>
  );
}

import { NativeSelect, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { openAction } from './open.ts';

/** Fills a draft with square cells clipped to its owners, then offers to publish. */
export default function GenerateCells({ close, planId }: { close: () => void; planId: number }) {
  const { t } = useI18n();
  const words = t.office.generateCells;
  const form = useForm({
    initialValues: { cellMetres: 2000, ownerKind: '' },
    validate: { cellMetres: (value) => (Number(value) >= 20 ? null : words.tooSmall) },
  });
  const submission = useSubmission({
    work: ({ cellMetres, ownerKind }: typeof form.values) =>
      officeApi.generate(planId, {
        method: 'square',
        cellMetres: Number(cellMetres),
        ...(ownerKind && { ownerKind }),
      }),
    done: ({ created }) => words.done(created),
    after: () => openAction('publish-plan', { planId }),
  });
  const owners = [
    { value: '', label: words.everyOwner },
    ...(['village', 'community', 'forest'] as const).map((kind) => ({
      value: kind,
      label: t.words.areaKinds[kind],
    })),
  ];
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.submit}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Text size="sm">{words.lead}</Text>
      <NumberField
        label={words.side}
        min={20}
        max={50000}
        data-autofocus
        {...form.getInputProps('cellMetres')}
      />
      <NativeSelect label={words.owner} data={owners} {...form.getInputProps('ownerKind')} />
      {submission.isPending && (
        <Text size="sm" c="dimmed" role="status">
          {words.working}
        </Text>
      )}
    </FormDialog>
  );
}

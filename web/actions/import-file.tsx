import { Checkbox, FileInput, NativeSelect, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { ImportReview } from '../office/import-review.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { ImportPreview } from '../types-office.ts';

type Props = { close: () => void; kind?: string | undefined; planId?: number | undefined };

/** Reads a file and shows what is in it; nothing changes until the preview is committed. */
export default function ImportFile({ close, kind, planId }: Props) {
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  if (preview) return <Review preview={preview} close={close} />;
  return <Choose close={close} kind={kind} planId={planId} show={setPreview} />;
}

function Choose({ close, kind, planId, show }: Props & { show: (preview: ImportPreview) => void }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  const form = useForm<{ file: File | null; kind: string; datum: string; epsg: string }>({
    initialValues: {
      file: null,
      kind: kind ?? (planId === undefined ? 'district' : 'cells'),
      datum: '',
      epsg: '',
    },
    validate: {
      file: (value) => (value ? null : words.fileMissing),
      epsg: (value, { datum }) => (datum !== 'epsg' || /^\d{4,6}$/.test(value) ? null : words.epsgMissing),
    },
  });
  const submission = useSubmission({
    work: (values: typeof form.values) => officeApi.preview(formData(values, planId)),
    after: show,
  });
  const kinds = planId === undefined ? Object.entries(t.words.areaKinds) : [['cells', words.cells] as const];
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.read}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <FileInput
        label={words.file}
        description={words.fileHint}
        accept=".geojson,.json,.zip"
        placeholder={words.choose}
        data-autofocus
        {...form.getInputProps('file')}
      />
      <NativeSelect
        label={words.kind}
        data={kinds.map(([value, label]) => ({ value, label }))}
        {...form.getInputProps('kind')}
      />
      <NativeSelect
        label={words.datum}
        description={words.datumHint}
        data={words.datums}
        {...form.getInputProps('datum')}
      />
      {form.values.datum === 'epsg' && (
        <TextInput label="EPSG" inputMode="numeric" placeholder="4549" {...form.getInputProps('epsg')} />
      )}
    </FormDialog>
  );
}

function formData(
  values: { file: File | null; kind: string; datum: string; epsg: string },
  planId: number | undefined,
): FormData {
  const body = new FormData();
  body.append('kind', values.kind);
  if (planId !== undefined) body.append('planId', String(planId));
  if (values.datum) body.append('datum', values.datum === 'epsg' ? `epsg:${values.epsg}` : values.datum);
  if (values.file) body.append('file', values.file);
  return body;
}

function Review({ preview, close }: { preview: ImportPreview; close: () => void }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  const [clean, setClean] = useState(true);
  const whole = useQuery({
    queryKey: ['imports', preview.id],
    queryFn: () => officeApi.previewed(preview.id),
  });
  const submission = useSubmission({
    work: () => officeApi.commit(preview.id, { clean }),
    changes: ['imports'],
    done: (outcome) => words.done(outcome.created, outcome.updated, outcome.skipped.length),
    after: (outcome) => {
      if (outcome.skipped.length === 0) close();
    },
  });
  const committed = submission.data;
  return (
    <FormDialog
      title={words.reviewTitle}
      close={close}
      size="lg"
      submitLabel={words.commit}
      submission={submission}
      disabled={committed !== undefined || preview.features === 0}
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(undefined);
      }}
    >
      <ImportReview preview={whole.data ?? preview} />
      <Checkbox
        label={words.clean}
        description={words.cleanHint}
        checked={clean}
        onChange={(event) => setClean(event.currentTarget.checked)}
      />
      {committed?.skipped.map(({ index, reason }) => (
        <Text size="sm" c="red" key={index}>
          {words.record(index)}: {reason}
        </Text>
      ))}
    </FormDialog>
  );
}

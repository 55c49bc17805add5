import { FileInput, NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { ImportCommit } from '../office/import-commit.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { ImportPreview } from '../types-office.ts';

type Props = { close: () => void; kind?: string | undefined; planId?: number | undefined };

/** Reads a file and shows what is in it; nothing changes until the preview is committed. */
export default function ImportFile({ close, kind, planId }: Props) {
  const [preview, setPreview] = useState<ImportPreview | undefined>();
  if (preview) return <ImportCommit preview={preview} close={close} />;
  return <Choose close={close} kind={kind} planId={planId} show={setPreview} />;
}

function Choose({ close, kind, planId, show }: Props & { show: (preview: ImportPreview) => void }) {
  const { t } = useI18n();
  const words = t.office.importFile;
  const form = useForm<Values>({
    initialValues: {
      file: null,
      kind: kind ?? (planId === undefined ? 'district' : 'cells'),
      datum: '',
      epsg: '',
      layer: '',
      areaId: null,
    },
    validate: {
      areaId: (value, values) => (isLayer(values.kind) && value === null ? words.areaMissing : null),
      file: (value) => (value ? null : words.fileMissing),
      epsg: (value, { datum }) => (datum !== 'epsg' || /^\d{4,6}$/.test(value) ? null : words.epsgMissing),
    },
  });
  const submission = useSubmission({
    work: (values: typeof form.values) => officeApi.preview(formData(values, planId)),
    after: show,
  });
  const kinds =
    kind === 'visit-points'
      ? [[kind, words.visitPoints]]
      : planId === undefined
        ? [...Object.entries(t.words.areaKinds), ['points', words.points], ['lines', words.lines]]
        : [['cells', words.cells]];
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
        accept=".geojson,.json,.topojson,.gpkg,.kml,.kmz,.csv,.zip"
        placeholder={words.choose}
        data-autofocus
        {...form.getInputProps('file')}
      />
      <NativeSelect
        label={words.kind}
        data={kinds.map(([value = '', label = '']) => ({ value, label }))}
        {...form.getInputProps('kind')}
      />
      {isLayer(form.values.kind) && (
        <AreaPicker
          label={words.area}
          required
          value={form.values.areaId}
          error={form.errors['areaId']}
          onChange={(id) => form.setFieldValue('areaId', id)}
        />
      )}
      <NativeSelect
        label={words.datum}
        description={words.datumHint}
        data={words.datums}
        {...form.getInputProps('datum')}
      />
      {form.values.datum === 'epsg' && (
        <TextInput label="EPSG" inputMode="numeric" placeholder="4549" {...form.getInputProps('epsg')} />
      )}
      <TextInput label={words.layer} description={words.layerHint} {...form.getInputProps('layer')} />
    </FormDialog>
  );
}

type Values = {
  file: File | null;
  kind: string;
  datum: string;
  epsg: string;
  layer: string;
  areaId: number | null;
};

/** Points and lines belong to an area; outlines are areas or cells themselves. */
const isLayer = (kind: string) => kind === 'points' || kind === 'lines';

function formData(values: Values, planId: number | undefined): FormData {
  const body = new FormData();
  body.append('kind', values.kind);
  if (planId !== undefined) body.append('planId', String(planId));
  if (values.datum) body.append('datum', values.datum === 'epsg' ? `epsg:${values.epsg}` : values.datum);
  if (values.layer) body.append('layer', values.layer);
  if (isLayer(values.kind) && values.areaId !== null) body.append('areaId', String(values.areaId));
  if (values.file) body.append('file', values.file);
  return body;
}

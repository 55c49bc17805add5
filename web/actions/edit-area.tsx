import { Group, NativeSelect, Textarea, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { AreaFeature, AreaKind } from '../types.ts';

type Values = {
  kind: AreaKind;
  name: string;
  code: string;
  parentId: number | null;
  households: number | string;
  population: number | string;
  geometry: string;
};

const orNull = (value: number | string) => (value === '' ? null : Number(value));

/** A new area from a pasted outline, or the properties (and, where pasted, the outline) of one that exists. */
export default function EditArea({ close, area }: { close: () => void; area?: AreaFeature | undefined }) {
  const { t } = useI18n();
  const words = t.office.editArea;
  const known = area?.properties;
  const form = useForm<Values>({
    initialValues: {
      kind: known?.kind ?? 'village',
      name: known?.name ?? '',
      code: known?.code ?? '',
      parentId: known?.parentId ?? null,
      households: known?.households ?? '',
      population: known?.population ?? '',
      geometry: '',
    },
    validate: {
      name: (value) => (value.trim() ? null : words.nameMissing),
      geometry: (value) => {
        if (value.trim() === '') return area ? null : words.geometryMissing;
        return outlineOf(value) ? null : words.geometryWrong;
      },
    },
  });
  const submission = useSubmission({
    work: (values: Values) => {
      const body = {
        type: 'Feature' as const,
        properties: {
          kind: values.kind,
          name: values.name.trim(),
          code: values.code.trim() || null,
          parentId: values.parentId,
          households: orNull(values.households),
          population: orNull(values.population),
        },
        ...(values.geometry.trim() && { geometry: outlineOf(values.geometry) }),
      };
      return area ? officeApi.changeArea(area.id, body) : officeApi.createArea(body);
    },
    done: () => words.done,
    after: close,
  });
  const kinds = Object.entries(t.words.areaKinds).map(([value, label]) => ({ value, label }));
  return (
    <FormDialog
      title={area ? words.change : words.create}
      close={close}
      submitLabel={area ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput label={words.name} required data-autofocus {...form.getInputProps('name')} />
      <Group grow align="flex-start">
        <NativeSelect label={words.kind} data={kinds} {...form.getInputProps('kind')} />
        <TextInput label={words.code} inputMode="numeric" {...form.getInputProps('code')} />
      </Group>
      <AreaPicker label={words.parent} {...form.getInputProps('parentId')} />
      <Group grow align="flex-start">
        <NumberField label={words.households} min={0} {...form.getInputProps('households')} />
        <NumberField label={words.population} min={0} {...form.getInputProps('population')} />
      </Group>
      <Textarea
        label={words.geometry}
        description={area ? words.geometryKept : words.geometryHint}
        rows={4}
        spellCheck={false}
        {...form.getInputProps('geometry')}
      />
    </FormDialog>
  );
}

/** The Polygon or MultiPolygon in pasted GeoJSON: a geometry, or the only feature's. */
function outlineOf(text: string): unknown {
  try {
    const value = JSON.parse(text);
    const feature =
      value?.type === 'FeatureCollection' && value.features?.length === 1 ? value.features[0] : value;
    const geometry = feature?.type === 'Feature' ? feature.geometry : feature;
    return ['Polygon', 'MultiPolygon'].includes(geometry?.type) ? geometry : undefined;
  } catch {
    return undefined;
  }
}

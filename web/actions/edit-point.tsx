import { Checkbox, Group, NativeSelect, Select, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { type PointKind, pointKinds, usualRadiusMetres } from '../../server/points/kinds.ts';
import type { Point } from '../../server/points/point.ts';
import { type PointBody, pointsApi } from '../api-points.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { NumberField } from '../office/number-field.tsx';
import { PeriodFields } from '../office/period-fields.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { usePointWords } from '../points/words.ts';
import { useClock } from '../state/clock.tsx';
import { fromLocalField, toLocalField } from '../state/local-time.ts';

type Props = {
  close: () => void;
  position?: [lon: number, lat: number] | undefined;
  point?: Point | undefined;
};
type Values = {
  label: string;
  kind: PointKind;
  weight: number | string;
  key: boolean;
  radiusMetres: number | string;
  replaces: string | null;
  from: string;
  to: string;
};

/** Enters a place to be visited where somebody clicked, or changes one from now on. */
export default function EditPoint({ close, position, point }: Props) {
  const words = usePointWords();
  const { timeZone } = useClock();
  const form = useForm<Values>({
    initialValues: valuesOf(point, timeZone),
    validate: {
      label: (value) => (value.trim() ? null : words.labelMissing),
      weight: (value) => (Number(value) > 0 ? null : words.number),
      radiusMetres: (value) => (Number(value) >= 5 ? null : words.number),
    },
  });
  const others = useQuery({
    queryKey: ['points', 'options'],
    queryFn: () => pointsApi.list({ limit: 1000 }),
  });
  const submission = useSubmission({
    work: (values: Values) => send(values, position, point, timeZone),
    changes: ['points'],
    done: () => (point ? words.saved : words.added),
    after: close,
  });
  const { kind } = form.values;
  const options = (others.data?.features ?? [])
    .filter(({ id }) => id !== point?.id)
    .map(({ id, properties }) => ({
      value: String(id),
      label: `${properties.label} · ${words.kinds[properties.kind]}`,
    }));
  return (
    <FormDialog
      title={point ? words.edit : words.create}
      close={close}
      submitLabel={words.save}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput
        label={words.label}
        description={words.labelHint}
        maxLength={100}
        data-autofocus
        {...form.getInputProps('label')}
      />
      <Group grow align="flex-start">
        <NativeSelect
          label={words.kind}
          data={pointKinds.map((value) => ({ value, label: words.kinds[value] }))}
          value={kind}
          onChange={({ currentTarget }) => {
            const next = pointKinds.find((one) => one === currentTarget.value) ?? kind;
            form.setValues({ kind: next, radiusMetres: usualRadiusMetres[next] });
          }}
        />
        <NumberField
          label={words.radius}
          description={words.radiusHint}
          min={5}
          max={5000}
          {...form.getInputProps('radiusMetres')}
        />
      </Group>
      <Group grow align="flex-end">
        <NumberField
          label={words.weight}
          description={words.weightHint}
          min={0}
          {...form.getInputProps('weight')}
        />
        <Checkbox label={words.key} pb={8} {...form.getInputProps('key', { type: 'checkbox' })} />
      </Group>
      <Select
        label={words.replaces}
        description={words.replacesHint}
        placeholder={words.none}
        searchable
        clearable
        data={options}
        {...form.getInputProps('replaces')}
      />
      {point ? (
        <Text size="sm" c="dimmed">
          {words.changeFrom}
        </Text>
      ) : (
        <PeriodFields
          from={form.values.from}
          to={form.values.to}
          onFrom={(value) => form.setFieldValue('from', value)}
          onTo={(value) => form.setFieldValue('to', value)}
        />
      )}
    </FormDialog>
  );
}

function valuesOf(point: Point | undefined, timeZone: string): Values {
  if (!point)
    return {
      label: '',
      kind: 'household',
      weight: 1,
      key: false,
      radiusMetres: usualRadiusMetres.household,
      replaces: null,
      from: toLocalField(new Date(), timeZone),
      to: '',
    };
  const { label, kind, weight, key, radiusMetres, replaces } = point.properties;
  return {
    label,
    kind,
    weight,
    key,
    radiusMetres,
    replaces: replaces === null ? null : String(replaces),
    from: '',
    to: '',
  };
}

/** Of a point that is there only what is changed goes along: whatever else is said would begin another version of it. */
function send(
  values: Values,
  position: [number, number] | undefined,
  point: Point | undefined,
  timeZone: string,
): Promise<Point> {
  const said = {
    label: values.label.trim(),
    kind: values.kind,
    weight: Number(values.weight),
    key: values.key,
    radiusMetres: Number(values.radiusMetres),
  };
  const replaces = values.replaces === null ? null : Number(values.replaces);
  if (point) {
    const known: Record<string, unknown> = point.properties;
    const changed = Object.entries({ ...said, replaces }).filter(([field, value]) => known[field] !== value);
    return pointsApi.change(point.id, { properties: Object.fromEntries(changed) });
  }
  const body: PointBody = {
    ...(position && { geometry: { type: 'Point', coordinates: position } }),
    properties: {
      ...said,
      ...(replaces !== null && { replaces }),
      ...(values.from && { from: fromLocalField(values.from, timeZone) }),
      ...(values.to && { to: fromLocalField(values.to, timeZone) }),
    },
  };
  return pointsApi.create(body);
}

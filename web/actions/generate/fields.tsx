import { NativeSelect, SegmentedControl, Text } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import { useI18n } from '../../i18n/index.tsx';
import type { generate } from '../../i18n/zh-generate.ts';
import { NumberField } from '../../office/number-field.tsx';
import type { Layer } from '../../types-office.ts';
import { generateMethods } from '../../types-plans.ts';
import { fieldsOf, type GenerateValues, needsLines } from './values.ts';

type Props = {
  words: typeof generate;
  form: UseFormReturnType<GenerateValues>;
  layers: readonly Layer[];
};

/** The fields of the chosen method. */
export function GenerateFields({ words, form, layers }: Props) {
  const { t } = useI18n();
  const fields = fieldsOf(form.values);
  const { method } = form.values;
  const owners = (['village', 'community', 'forest'] as const).map((kind) => ({
    value: kind,
    label: t.words.areaKinds[kind],
  }));
  return (
    <>
      <NativeSelect
        label={words.method}
        description={words.methodHints[method]}
        data={generateMethods.map((value) => ({ value, label: words.methods[value] }))}
        data-autofocus
        {...form.getInputProps('method')}
      />
      {fields.has('sizedBy') && (
        <SegmentedControl
          aria-label={words.measure}
          data={[
            { value: 'size', label: words.bySize },
            { value: 'count', label: words.byCount },
          ]}
          {...form.getInputProps('sizedBy')}
        />
      )}
      {fields.has('cellMetres') && (
        <NumberField
          label={method === 'hex' ? words.width : words.side}
          min={20}
          max={50000}
          {...form.getInputProps('cellMetres')}
        />
      )}
      {fields.has('count') && (
        <NumberField label={words.count} min={1} max={100000} {...form.getInputProps('count')} />
      )}
      <NativeSelect
        label={words.owner}
        data={[{ value: '', label: words.everyOwner }, ...owners]}
        {...form.getInputProps('ownerKind')}
      />
      {fields.has('weight') && (
        <NativeSelect
          label={words.weight}
          data={Object.entries(words.weights).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('weight')}
        />
      )}
      {fields.has('points') && <LayerSelect kind="points" words={words} form={form} layers={layers} />}
      {fields.has('lines') && <LayerSelect kind="lines" words={words} form={form} layers={layers} />}
      {fields.has('tolerancePercent') && (
        <NumberField label={words.tolerance} min={1} max={50} {...form.getInputProps('tolerancePercent')} />
      )}
      {fields.has('quality') && (
        <NativeSelect
          label={words.quality}
          data={Object.entries(words.qualities).map(([value, label]) => ({ value, label }))}
          {...form.getInputProps('quality')}
        />
      )}
      {fields.has('seed') && (
        <NumberField
          label={words.seed}
          description={words.seedHint}
          min={0}
          {...form.getInputProps('seed')}
        />
      )}
    </>
  );
}

function LayerSelect({ kind, words, form, layers }: Props & { kind: 'points' | 'lines' }) {
  const own = layers.filter((layer) => layer.kind === kind);
  const isNeeded = kind === 'points' || needsLines(form.values);
  if (own.length === 0)
    return isNeeded ? (
      <Text size="sm" c="orange">
        {kind === 'points' ? words.noPoints : words.noLines}
      </Text>
    ) : null;
  return (
    <NativeSelect
      label={words[kind]}
      description={kind === 'lines' ? words.linesHint : undefined}
      data={[
        { value: '', label: isNeeded ? '' : words.noLayer },
        ...own.map(({ id, name, features }) => ({ value: String(id), label: `${name} · ${features}` })),
      ]}
      {...form.getInputProps(kind)}
    />
  );
}

import { Checkbox, NativeSelect } from '@mantine/core';
import type { UseFormReturnType } from '@mantine/form';
import type { adjust } from '../../i18n/zh-adjust.ts';
import { NumberField } from '../../office/number-field.tsx';
import { AreaPicker } from '../../office/pickers.tsx';
import type { Layer } from '../../types-office.ts';
import type { AdjustValues, Lockable } from './values.ts';

type Props = {
  words: typeof adjust;
  form: UseFormReturnType<AdjustValues>;
  layers: readonly Layer[];
  lockable: Lockable;
};

/** What is balanced, along which lines, and which cells stay. */
export function AdjustFields({ words, form, layers, lockable }: Props) {
  const options = (kind: 'points' | 'lines') =>
    layers
      .filter((layer) => layer.kind === kind)
      .map(({ id, name, features }) => ({ value: String(id), label: `${name} · ${features}` }));
  const [points, lines] = [options('points'), options('lines')];
  return (
    <>
      <AreaPicker
        label={words.owner}
        kinds={['village', 'community', 'forest']}
        placeholder={words.everyOwner}
        {...form.getInputProps('ownerAreaId')}
      />
      <NativeSelect
        label={words.points}
        description={points.length > 0 ? words.pointsHint : words.noPoints}
        data={[{ value: '', label: words.land }, ...points]}
        data-autofocus
        {...form.getInputProps('points')}
      />
      {lines.length > 0 && (
        <NativeSelect
          label={words.lines}
          description={words.linesHint}
          data={[{ value: '', label: words.noLines }, ...lines]}
          {...form.getInputProps('lines')}
        />
      )}
      <NumberField label={words.tolerance} min={1} max={50} {...form.getInputProps('tolerancePercent')} />
      <NumberField label={words.seed} description={words.seedHint} min={0} {...form.getInputProps('seed')} />
      {lockable.selected.length > 0 && (
        <Checkbox
          label={words.locks(lockable.selected.length)}
          {...form.getInputProps('locks', { type: 'checkbox' })}
        />
      )}
      {lockable.lockedBorders.length > 0 && (
        <Checkbox
          label={words.locksBorders(lockable.lockedBorders.length)}
          {...form.getInputProps('locksBorders', { type: 'checkbox' })}
        />
      )}
    </>
  );
}

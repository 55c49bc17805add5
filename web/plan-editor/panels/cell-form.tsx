import { Autocomplete, Button, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import { NumberField } from '../../office/number-field.tsx';
import { AreaPicker } from '../../office/pickers.tsx';
import { usageOf } from '../../office/usage.ts';
import type { CellFeature, CellSettings } from '../../types-plans.ts';
import { type CellValues, changedSettings, commonValues } from '../state/cell-values.ts';
import { useWords } from '../words.ts';

type Props = { cells: readonly CellFeature[]; onSet: (set: CellSettings) => void };

/** What is known of one cell, or of many at once: a field left alone changes none of them. */
export function CellForm({ cells, onSet }: Props) {
  const { t } = useI18n();
  const words = useWords().form;
  const before = commonValues(cells);
  const [values, setValues] = useState(before);
  const put =
    <K extends keyof CellValues>(field: K) =>
    (value: CellValues[K]) =>
      setValues((now) => ({ ...now, [field]: value }));
  const set = changedSettings(before, values);
  const isWrong =
    typeof values.households === 'number' && !(Number.isInteger(values.households) && values.households >= 0);
  const various = (value: unknown) => (value === undefined ? words.various : '');
  const squareMetres = cells.reduce((sum, { properties }) => sum + properties.areaSquareMetres, 0);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!isWrong && Object.keys(set).length > 0) onSet(set);
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="xs">
        {cells.length === 1 && (
          <TextInput
            label={words.code}
            value={values.code ?? ''}
            onChange={(event) => put('code')(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={words.name}
          value={values.name ?? ''}
          placeholder={various(before.name)}
          onChange={(event) =>
            put('name')(event.currentTarget.value || (before.name === undefined ? undefined : ''))
          }
        />
        <AreaPicker
          label={words.owner}
          kinds={['village', 'community', 'forest']}
          placeholder={various(before.ownerAreaId)}
          value={values.ownerAreaId ?? null}
          onChange={put('ownerAreaId')}
        />
        <Autocomplete
          label={words.usage}
          data={Object.values(t.words.usages)}
          value={t.words.usages[values.usage ?? ''] ?? values.usage ?? ''}
          placeholder={various(before.usage)}
          onChange={(said) => put('usage')(usageOf(t.words.usages, said))}
        />
        <NativeSelect
          label={words.class}
          data={[
            ...(before.class === undefined ? [{ value: '', label: words.unchanged }] : []),
            { value: 'basic', label: words.classes.basic },
            { value: 'dedicated', label: words.classes.dedicated },
          ]}
          value={values.class ?? ''}
          onChange={({ currentTarget: { value } }) =>
            put('class')(value === 'basic' || value === 'dedicated' ? value : undefined)
          }
        />
        <NumberField
          label={words.households}
          min={0}
          value={values.households ?? ''}
          onChange={(value) => put('households')(value === '' ? '' : Number(value))}
          error={isWrong ? words.householdsWrong : null}
        />
        <NativeSelect
          label={words.enclave}
          data={[
            ...(before.enclave === undefined ? [{ value: '', label: words.unchanged }] : []),
            { value: 'no', label: words.no },
            { value: 'yes', label: words.yes },
          ]}
          value={values.enclave === undefined ? '' : values.enclave ? 'yes' : 'no'}
          onChange={({ currentTarget: { value } }) =>
            put('enclave')(value === '' ? undefined : value === 'yes')
          }
        />
        <Text size="sm" c="dimmed">
          {words.area}: {t.measures.area(squareMetres)}
        </Text>
        <Button type="submit" size="sm" disabled={isWrong || Object.keys(set).length === 0}>
          {words.save}
        </Button>
      </Stack>
    </form>
  );
}

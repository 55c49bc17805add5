import { Autocomplete, NativeSelect, SegmentedControl, Select, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useKeysInTurn } from '../office/keys-in-turn.ts';
import { useAreaName } from '../office/names.ts';
import { NumberField } from '../office/number-field.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { choosePlan, usePlans } from '../state/map-data.ts';
import { type Asked, isReversed, type PlaceKind } from './asked.ts';
import classes from './talent.module.css';
import type { TalentWords } from './words.ts';

type Props = { asked: Asked; change: (changed: Partial<Asked>) => void; words: TalentWords };

const assignments: readonly Asked['assigned'][] = ['bound', 'anywhere', 'any'];
const placeKinds: readonly PlaceKind[] = ['point', 'area', 'cell', 'none'];

/** Who is wanted, when and near what. */
export function TalentForm({ asked, change, words }: Props) {
  const { t } = useI18n();
  const choices = useQuery({
    queryKey: ['rules', 'choices'],
    queryFn: officeApi.ruleChoices,
    staleTime: 300_000,
  });
  const teams = useQuery({
    queryKey: ['teams', 'names'],
    queryFn: () => officeApi.teams({ limit: 1_000 }),
    staleTime: 300_000,
  });
  const any = { value: '', label: words.any };
  return (
    <div className={classes.fields}>
      <Autocomplete
        label={words.skill}
        placeholder={words.anySkill}
        data={choices.data?.skills ?? []}
        value={asked.skill}
        onChange={(skill) => change({ skill })}
      />
      <Autocomplete
        label={words.language}
        placeholder={words.any}
        data={choices.data?.languages ?? []}
        value={asked.language}
        onChange={(language) => change({ language })}
      />
      <NativeSelect
        label={words.kind}
        data={[any, ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }))]}
        value={asked.kind}
        onChange={({ currentTarget }) => change({ kind: currentTarget.value })}
      />
      <NativeSelect
        label={words.team}
        data={[any, ...(teams.data?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: name }))]}
        value={asked.team}
        onChange={({ currentTarget }) => change({ team: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        className={classes.moment ?? ''}
        label={words.from}
        value={asked.from}
        onChange={({ currentTarget }) => change({ from: currentTarget.value })}
      />
      <TextInput
        type="datetime-local"
        className={classes.moment ?? ''}
        label={words.to}
        value={asked.to}
        error={isReversed(asked) && words.reversed}
        onChange={({ currentTarget }) => change({ to: currentTarget.value })}
      />
      <NativeSelect
        className={classes.wide ?? ''}
        label={words.assigned}
        data={assignments.map((value) => ({ value, label: words.assignedBy[value] }))}
        value={asked.assigned}
        onChange={({ currentTarget }) =>
          change({ assigned: assignments.find((one) => one === currentTarget.value) ?? 'bound' })
        }
      />
      <Place asked={asked} change={change} words={words} />
    </div>
  );
}

function Place({ asked, change, words }: Props) {
  return (
    <>
      <div className={classes.wide}>
        <Text size="sm" fw={500}>
          {words.place}
        </Text>
        <SegmentedControl
          fullWidth
          aria-label={words.place}
          data={words.places}
          value={asked.place}
          onChange={(value) => change({ place: placeKinds.find((one) => one === value) ?? 'none' })}
        />
      </div>
      {asked.place === 'point' && (
        <Text size="sm" c="dimmed">
          {asked.point ? words.picked(asked.point[0].toFixed(4), asked.point[1].toFixed(4)) : words.notPicked}
        </Text>
      )}
      {asked.place === 'area' && (
        <AreaPicker
          label={words.places[1]?.label ?? ''}
          value={asked.areaId}
          onChange={(areaId) => change({ areaId })}
        />
      )}
      {asked.place === 'cell' && (
        <CellPicker
          label={words.places[2]?.label ?? ''}
          value={asked.cellId}
          onChange={(cellId) => change({ cellId })}
        />
      )}
      {asked.place !== 'none' && (
        <NumberField
          label={words.within}
          min={1}
          max={2_000}
          placeholder={words.any}
          value={asked.withinKilometres}
          onChange={(withinKilometres) => change({ withinKilometres })}
        />
      )}
    </>
  );
}

type CellProps = { label: string; value: number | null; onChange: (id: number | null) => void };

/** One cell of the plan in force, by code, name or the area it belongs to. */
function CellPicker({ label, value, onChange }: CellProps) {
  const { t } = useI18n();
  const areaName = useAreaName();
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState<{ value: string; label: string } | undefined>();
  // What stands in the field is no search while it is the name of the one chosen.
  const asked = search === chosen?.label ? '' : search.trim();
  const [settled] = useDebouncedValue(asked, 200);
  const plan = choosePlan(usePlans().data?.plans ?? [], undefined);
  const cells = useQuery({
    queryKey: ['cells', 'search', plan?.id, settled],
    queryFn: () => officeApi.staffedCells({ plan: plan?.id, q: settled || undefined, limit: 50 }),
    placeholderData: (previous) => previous,
    enabled: plan !== undefined,
  });
  const keys = useKeysInTurn(settled === asked && !cells.isFetching);
  const found = (cells.data?.cells ?? []).map((cell) => ({
    value: String(cell.id),
    label: `${cell.name || cell.code} · ${areaName(cell.ownerAreaId)}`,
  }));
  const choices = new Map([...(chosen ? [chosen] : []), ...found].map((choice) => [choice.value, choice]));
  return (
    <Select
      {...keys}
      label={label}
      searchable
      clearable
      allowDeselect={false}
      // The server has searched already, also by what the label does not show.
      filter={({ options }) => options}
      data={[...choices.values()]}
      value={value === null ? null : String(value)}
      onChange={(id) => {
        setChosen(choices.get(id ?? ''));
        onChange(id === null ? null : Number(id));
      }}
      onSearchChange={setSearch}
      nothingFoundMessage={t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

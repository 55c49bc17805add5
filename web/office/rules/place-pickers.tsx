import { MultiSelect, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type RefObject, useState } from 'react';
import { officeApi } from '../../api-office.ts';
import { useI18n } from '../../i18n/index.tsx';
import { choosePlan, useAreas, usePlans } from '../../state/map-data.ts';
import type { StaffedCell } from '../../types-office.ts';
import { useKeysInTurn } from '../keys-in-turn.ts';
import { useAreaName } from '../names.ts';
import type { RuleWords } from './words.ts';

type Props = {
  words: RuleWords;
  value: number[];
  onChange: (ids: number[]) => void;
  field: RefObject<HTMLInputElement | null>;
};

const mostShown = 50;

/** Several areas by name. */
export function AreasPicker({ words, value, onChange, field }: Props) {
  const { t } = useI18n();
  const areas = useAreas();
  return (
    <MultiSelect
      ref={field}
      label={words.slots.areas}
      placeholder={words.searchAreas}
      searchable
      clearable
      limit={mostShown}
      data={(areas.data ?? []).map(({ id, properties }) => ({
        value: String(id),
        label: `${properties.name} · ${t.words.areaKinds[properties.kind]}`,
      }))}
      value={value.map(String)}
      onChange={(ids) => onChange(ids.map(Number))}
      nothingFoundMessage={areas.isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

/** The cells among these ids and those that a search finds, of the plan in force. */
function useCells(ids: readonly number[], search: string) {
  const plans = usePlans();
  const plan = choosePlan(plans.data?.plans ?? [], undefined);
  const [settled] = useDebouncedValue(search.trim(), 200);
  const isThere = plan !== undefined;
  const found = useQuery({
    queryKey: ['cells', 'search', plan?.id, settled],
    queryFn: () => officeApi.staffedCells({ plan: plan?.id, q: settled || undefined, limit: mostShown }),
    placeholderData: (previous) => previous,
    enabled: isThere,
  });
  const [opened] = useState(() => ids.slice(0, 1_000).join(','));
  const known = useQuery({
    queryKey: ['cells', 'ids', plan?.id, opened],
    queryFn: () => officeApi.staffedCells({ plan: plan?.id, ids: opened, limit: 1_000 }),
    enabled: isThere && opened !== '',
  });
  const keys = useKeysInTurn(settled === search.trim() && !found.isFetching);
  return { plans, plan, cells: [...(known.data?.cells ?? []), ...(found.data?.cells ?? [])], keys };
}

type CellsProps = Props & { onKnown: (cells: StaffedCell[]) => void };

/** Several cells by code, name or the area they belong to; those chosen stay known by name. */
export function CellsPicker({ words, value, onChange, field, onKnown }: CellsProps) {
  const { t } = useI18n();
  const areaName = useAreaName();
  const [search, setSearch] = useState('');
  const [seen, setSeen] = useState<StaffedCell[]>([]);
  const { plans, plan, cells, keys } = useCells(value, search);
  const all = new Map([...seen, ...cells].map((cell) => [cell.id, cell]));
  const choose = (ids: string[]) => {
    const chosen = ids.flatMap((id) => all.get(Number(id)) ?? []);
    setSeen(chosen);
    onKnown(chosen);
    onChange(ids.map(Number));
  };
  if (plans.data && !plan)
    return (
      <Text size="sm" c="red">
        {words.noPlan}
      </Text>
    );
  return (
    <MultiSelect
      {...keys}
      ref={field}
      label={words.slots.cells}
      placeholder={words.searchCells}
      searchable
      clearable
      // The server has searched already, also by what the label does not show.
      filter={({ options }) => options}
      data={[...all.values()].map((cell) => ({
        value: String(cell.id),
        label: [cell.code, cell.name === cell.code ? '' : cell.name, areaName(cell.ownerAreaId)]
          .filter(Boolean)
          .join(' · '),
      }))}
      value={value.map(String)}
      onChange={choose}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

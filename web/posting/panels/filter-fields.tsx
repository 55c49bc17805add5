import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useI18n } from '../../i18n/index.tsx';
import { AreaPicker } from '../../office/pickers.tsx';
import type { AreaFeature, AreaKind } from '../../types.ts';
import { type CellFilter, isFiltering, kindOfOwner, staffings } from '../state/cell-filter.ts';
import { useTeams } from '../state/use-posting-data.ts';
import type { PostingCell } from '../types.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';

type Props = {
  cells: readonly PostingCell[];
  areas: ReadonlyMap<number, AreaFeature>;
  filter: CellFilter;
  onChange: (filter: CellFilter) => void;
};

const compact = <T,>(values: readonly (T | null | undefined)[]): T[] => [
  ...new Set(values.flatMap((value) => value ?? [])),
];

/** Which cells are looked for; kinds and usages are those that the plan has. */
export function FilterFields({ cells, areas, filter, onChange }: Props) {
  const { t } = useI18n();
  const words = useWords().cells;
  const teams = useTeams();
  const kinds = compact<AreaKind>(cells.map((cell) => kindOfOwner(cell, areas)));
  const usages = compact(cells.map(({ usage }) => usage));
  const withCells = new Set(cells.flatMap(({ teamIds }) => teamIds));
  const teamList = (teams.data?.teams ?? []).filter(({ id }) => withCells.has(id));
  const set = (part: Partial<CellFilter>) => onChange({ ...filter, ...part });
  const any = { value: '', label: words.any };
  return (
    <div className={classes.fields}>
      <TextInput
        size="xs"
        label={words.text}
        value={filter.text ?? ''}
        onChange={({ currentTarget }) => set({ text: currentTarget.value })}
      />
      <NativeSelect
        size="xs"
        label={words.staffing}
        data={[any, ...staffings.map((value) => ({ value, label: words.staffings[value] }))]}
        value={filter.staffing ?? ''}
        onChange={({ currentTarget: { value } }) =>
          set({ staffing: staffings.find((staffing) => staffing === value) })
        }
      />
      <div className={classes.wide}>
        <AreaPicker
          size="xs"
          label={words.area}
          value={filter.area ?? null}
          onChange={(id) => set({ area: id ?? undefined })}
        />
      </div>
      <NativeSelect
        size="xs"
        label={words.ownerKind}
        data={[any, ...kinds.map((value) => ({ value, label: t.words.areaKinds[value] }))]}
        value={filter.ownerKind ?? ''}
        onChange={({ currentTarget: { value } }) => set({ ownerKind: kinds.find((kind) => kind === value) })}
      />
      <NativeSelect
        size="xs"
        label={words.usage}
        disabled={usages.length === 0}
        data={[any, ...usages.map((value) => ({ value, label: t.words.usages[value] ?? value }))]}
        value={filter.usage ?? ''}
        onChange={({ currentTarget: { value } }) => set({ usage: value || undefined })}
      />
      <NativeSelect
        size="xs"
        className={classes.wide ?? ''}
        label={words.team}
        disabled={teamList.length === 0}
        data={[any, ...teamList.map(({ id, name }) => ({ value: String(id), label: name }))]}
        value={filter.team === undefined ? '' : String(filter.team)}
        onChange={({ currentTarget: { value } }) => set({ team: value ? Number(value) : undefined })}
      />
      {isFiltering(filter) && (
        <Button
          className={classes.wide ?? ''}
          size="compact-xs"
          variant="subtle"
          onClick={() => onChange({})}
        >
          {words.resetFilter}
        </Button>
      )}
    </div>
  );
}

import { MultiSelect, Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useAreas } from '../state/map-data.ts';
import type { AreaKind } from '../types.ts';
import type { Person } from '../types-office.ts';
import { useKeysInTurn } from './keys-in-turn.ts';

type Labelled = {
  label: string;
  description?: string;
  required?: boolean;
  error?: ReactNode;
  size?: 'xs' | 'sm';
};

type AreaProps = Labelled & {
  value?: number | null;
  onChange: (id: number | null) => void;
  kinds?: AreaKind[];
  placeholder?: string;
  /** Opened by whoever is about to choose, as in a cell of a table: the label is read but not seen. */
  isOpenAtOnce?: boolean;
  onClose?: () => void;
};

/** One area by name, of some kinds. */
export function AreaPicker(props: AreaProps) {
  const { value = null, onChange, kinds, isOpenAtOnce, onClose, label, ...labelled } = props;
  const { t } = useI18n();
  const areas = useAreas();
  const keys = useKeysInTurn(!areas.isPending);
  const options = (areas.data ?? [])
    .filter((area) => !kinds || kinds.includes(area.properties.kind))
    .map((area) => ({
      value: String(area.id),
      label: `${area.properties.name} · ${t.words.areaKinds[area.properties.kind]}`,
    }));
  return (
    <Select
      {...labelled}
      {...keys}
      {...(isOpenAtOnce
        ? {
            'aria-label': label,
            autoFocus: true,
            defaultDropdownOpened: true,
            ...(onClose && { onDropdownClose: onClose }),
          }
        : { label })}
      searchable
      clearable
      limit={100}
      data={options}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      nothingFoundMessage={areas.isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

/** The first people of whom a list says every word that is searched, and the keys that choose among them. */
function usePeopleOptions(search: string) {
  const [settled] = useDebouncedValue(search, 200);
  const people = useQuery({
    queryKey: ['people', 'options', settled],
    queryFn: () => officeApi.people({ q: settled || undefined, limit: 50 }),
    placeholderData: (previous) => previous,
  });
  const keys = useKeysInTurn(settled === search && !people.isFetching);
  return { people: people.data?.people ?? [], isPending: people.isPending, keys };
}

const optionOf = (person: Person, kind: string) => ({
  value: String(person.id),
  label: `${person.name} · ${kind} · ${person.number}`,
});

type PeopleProps = Labelled & { value?: number[]; onChange: (ids: number[]) => void; known?: Person[] };

/** Several people; `known` gives the names of those already chosen. */
export function PeoplePicker({ value = [], onChange, known = [], ...labelled }: PeopleProps) {
  const { t } = useI18n();
  const [search, setSearch] = useState('');
  const { people, isPending, keys } = usePeopleOptions(search);
  const [seen, setSeen] = useState<Person[]>(known);
  const choices = new Map([...known, ...seen, ...people].map((person) => [person.id, person]));
  const data = [...choices.values()].map((person) =>
    optionOf(person, t.words.personKinds[person.kind] ?? person.kind),
  );
  const choose = (ids: string[]) => {
    setSeen([...choices.values()].filter((person) => ids.includes(String(person.id))));
    onChange(ids.map(Number));
  };
  return (
    <MultiSelect
      {...labelled}
      {...keys}
      searchable
      clearable
      data={data}
      value={value.map(String)}
      onChange={choose}
      searchValue={search}
      onSearchChange={setSearch}
      nothingFoundMessage={isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

type PersonProps = Labelled & { value?: number | null; onChange: (id: number | null) => void };

/** One person. */
export function PersonPicker({ value = null, onChange, ...labelled }: PersonProps) {
  const { t } = useI18n();
  const [chosen, setChosen] = useState<Person | undefined>();
  const [search, setSearch] = useState('');
  const nameOf = (person: Person) => optionOf(person, t.words.personKinds[person.kind] ?? person.kind);
  // What stands in the field is no search while it is the name of the one chosen.
  const isNamed = chosen !== undefined && search === nameOf(chosen).label;
  const { people, isPending, keys } = usePeopleOptions(isNamed ? '' : search);
  const choices = new Map(
    [...(chosen ? [chosen] : []), ...people].map((person) => [String(person.id), person]),
  );
  return (
    <Select
      {...labelled}
      {...keys}
      searchable
      clearable
      allowDeselect={false}
      data={[...choices.values()].map(nameOf)}
      value={value === null ? null : String(value)}
      onChange={(id) => {
        setChosen(id === null ? undefined : choices.get(id));
        onChange(id === null ? null : Number(id));
      }}
      onSearchChange={setSearch}
      nothingFoundMessage={isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

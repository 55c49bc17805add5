import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useKeysInTurn } from './keys-in-turn.ts';

type Props = {
  label: string;
  description: string;
  value?: number | null;
  onChange: (id: number | null) => void;
};

/** Whom an account belongs to: administrators are told names and numbers, not the register. */
export function HolderPicker({ value = null, onChange, ...labelled }: Props) {
  const { t } = useI18n();
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 200);
  const ask = (query: { q?: string | undefined; id?: number }) => ({
    queryKey: ['accounts', 'holders', query],
    queryFn: () => officeApi.holders(query),
  });
  // What stands in the field is no search while somebody is chosen.
  const found = useQuery({
    ...ask({ q: value === null ? settled : undefined }),
    placeholderData: (before) => before,
  });
  const keys = useKeysInTurn(value !== null || (settled === search && !found.isFetching));
  const holder = useQuery({ ...ask({ id: value ?? 0 }), enabled: value !== null });
  const people = [...(holder.data?.people ?? []), ...(found.data?.people ?? [])];
  const known = new Map(people.map((person) => [String(person.id), person]));
  return (
    <Select
      {...labelled}
      {...keys}
      searchable
      clearable
      allowDeselect={false}
      data={[...known].map(([id, { name, kind, number }]) => ({
        value: id,
        label: `${name} · ${t.words.personKinds[kind] ?? kind} · ${number}`,
      }))}
      value={value === null ? null : String(value)}
      onChange={(id) => onChange(id === null ? null : Number(id))}
      onSearchChange={setSearch}
      nothingFoundMessage={found.isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

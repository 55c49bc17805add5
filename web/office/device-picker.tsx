import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import type { Device } from '../types-office.ts';
import { useDeviceWords } from './device-words.ts';
import { useKeysInTurn } from './keys-in-turn.ts';

type Props = { personId: number | null; value: Device | null; onChange: (device: Device | null) => void };

/** A device that there is, those of the person first; empty: a new one. */
export function DevicePicker({ personId, value, onChange }: Props) {
  const { t } = useI18n();
  const deviceWords = useDeviceWords();
  const words = deviceWords.enrol;
  const [search, setSearch] = useState('');
  const [settled] = useDebouncedValue(search, 200);
  const isNamed = value !== null && search === labelOf(value, words.carriedBy);
  const found = useQuery({
    queryKey: ['devices', 'options', settled, personId],
    queryFn: () =>
      officeApi.devices({
        limit: 20,
        health: false,
        q: settled && !isNamed ? settled : undefined,
        person: settled && !isNamed ? undefined : (personId ?? undefined),
      }),
    placeholderData: (previous) => previous,
  });
  const keys = useKeysInTurn(isNamed || (settled === search && !found.isFetching));
  const choices = new Map(
    [...(value ? [value] : []), ...(found.data?.devices ?? [])].map((device) => [String(device.id), device]),
  );
  return (
    <Select
      {...keys}
      label={words.device}
      description={words.deviceHint}
      placeholder={words.newDevice}
      searchable
      clearable
      allowDeselect={false}
      data={[...choices].map(([id, device]) => ({ value: id, label: labelOf(device, words.carriedBy) }))}
      // The server has searched already, also by who carries a device.
      filter={({ options }) => options}
      value={value === null ? null : String(value.id)}
      onChange={(id) => onChange(id === null ? null : (choices.get(id) ?? null))}
      onSearchChange={setSearch}
      nothingFoundMessage={found.isPending ? t.shell.loading : t.office.nothingFound}
      clearButtonProps={{ 'aria-label': t.office.clear }}
    />
  );
}

const labelOf = ({ name, carrier }: Device, carriedBy: (name: string) => string) =>
  carrier ? `${name} · ${carriedBy(carrier.name)}` : name;

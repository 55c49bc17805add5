import { ActionIcon, Menu } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../../api-office.ts';
import { useWords } from '../words.ts';
import { ToolIcon } from './tool-icon.tsx';

type Props = { shown: readonly number[]; onShown: (layers: number[]) => void };

/** Which imported lines are shown, and snapped to. */
export function LinesMenu({ shown, onShown }: Props) {
  const words = useWords();
  const [isOpen, setOpen] = useState(false);
  const layers = useQuery({
    queryKey: ['layers'],
    queryFn: officeApi.layers,
    retry: false,
    // Most plans are drawn without.
    enabled: isOpen,
  });
  const lines = layers.data?.layers.filter(({ kind }) => kind === 'lines') ?? [];
  const toggle = (id: number) =>
    onShown(shown.includes(id) ? shown.filter((one) => one !== id) : [...shown, id]);
  return (
    <Menu opened={isOpen} onChange={setOpen}>
      <Menu.Target>
        <ActionIcon
          variant={shown.length > 0 ? 'filled' : 'subtle'}
          color={shown.length > 0 ? 'ink' : 'dark'}
          size={36}
          aria-label={words.commands.lines}
          title={words.commands.lines}
        >
          <ToolIcon name="lines" />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {lines.length === 0 && (
          <Menu.Label>{layers.isFetching ? words.loading : words.commands.noLines}</Menu.Label>
        )}
        {lines.map(({ id, name }) => (
          <Menu.CheckboxItem key={id} checked={shown.includes(id)} onChange={() => toggle(id)}>
            {name}
          </Menu.CheckboxItem>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}

import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { FormDialog } from '../../office/form-dialog.tsx';
import { neighboursOf } from '../borders/locate.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';

const idle = { isPending: false, error: null };

/** Asks who gets the land of the cells that go. */
export function RemoveDialog({ editor, close }: { editor: PlanEditor; close: () => void }) {
  const words = useWords();
  const { state, borders } = editor;
  const [heir, setHeir] = useState('longest-border');
  const [only, another] = state.selected;
  const neighbours = only !== undefined && another === undefined ? neighboursOf(borders, only) : [];
  const options = [
    { value: 'longest-border', label: words.remove.longest },
    ...neighbours.flatMap((id) => {
      const properties = state.cells.get(id)?.properties;
      return properties
        ? [{ value: String(id), label: `${properties.name || properties.code} · ${properties.code}` }]
        : [];
    }),
    { value: 'gap', label: words.remove.gap },
  ];
  const submit = () => {
    const who =
      heir === 'gap' ? {} : { heir: heir === 'longest-border' ? ('longest-border' as const) : Number(heir) };
    editor.edit({ kind: 'delete', cells: [...state.selected], ...who });
    close();
  };
  return (
    <FormDialog
      title={words.remove.title(state.selected.length)}
      close={close}
      danger
      submitLabel={words.remove.submit}
      submission={idle}
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <NativeSelect
        label={words.remove.heir}
        data={options}
        value={heir}
        data-autofocus
        onChange={(event) => setHeir(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

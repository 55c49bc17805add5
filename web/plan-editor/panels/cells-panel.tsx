import { ActionIcon, Button, Text, UnstyledButton } from '@mantine/core';
import { useMemo } from 'react';
import { neighboursOf } from '../borders/locate.ts';
import { isLocked } from '../state/locked-borders.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import { CellForm } from './cell-form.tsx';
import { LockedBorders } from './locked-borders.tsx';
import classes from './side.module.css';
import { ToolIcon } from './tool-icon.tsx';

/** The selected cells as a form; while none is, the cells in view as a list, which the keyboard reaches as well. */
export function CellsPanel({ editor }: { editor: PlanEditor }) {
  const words = useWords();
  const { state, dispatch } = editor;
  const selected = state.selected.flatMap((id) => state.cells.get(id) ?? []);
  return (
    <>
      <div className={classes['head']}>
        <Text fw={600}>
          {selected.length > 0
            ? words.cells.selected(selected.length)
            : state.nearness === 'far'
              ? words.zoomIn
              : words.cells.inView(state.cells.size)}
        </Text>
        {selected.length > 0 && (
          <Button size="compact-xs" variant="subtle" onClick={() => dispatch({ type: 'select', cells: [] })}>
            {words.cells.deselect}
          </Button>
        )}
      </div>
      <div className={classes['scroll']}>
        {selected.length > 0 && (
          <CellForm
            key={selected.map(({ id, properties }) => `${id} ${JSON.stringify(properties)}`).join()}
            cells={selected}
            onSet={(set) => editor.edit({ kind: 'set', cells: selected.map(({ id }) => id), set })}
          />
        )}
        <LockedBorders editor={editor} />
        <CellList editor={editor} />
      </div>
    </>
  );
}

/** All cells in view, or the neighbours of the one that is selected. */
function CellList({ editor: { state, dispatch, borders } }: { editor: PlanEditor }) {
  const words = useWords();
  const [only, another] = state.selected;
  const ids = useMemo(() => {
    if (another !== undefined) return [];
    if (only !== undefined) return neighboursOf(borders, only);
    const codes = [...state.cells.values()].sort((a, b) =>
      a.properties.code.localeCompare(b.properties.code),
    );
    return codes.map(({ id }) => id);
  }, [borders, state.cells, only, another]);
  if (ids.length === 0) return null;
  const select = (id: number, adds: boolean) =>
    dispatch({ type: 'select', cells: adds ? [...new Set([...state.selected, id])] : [id] });
  return (
    <>
      {only !== undefined && (
        <Text fw={600} size="sm" mt="md" mb={2}>
          {words.cells.neighbours}
        </Text>
      )}
      <ul className={classes['list']} aria-label={words.cells.list}>
        {ids.map((id) => {
          const cell = state.cells.get(id);
          return (
            cell && (
              <li key={id} className={classes['neighbour']}>
                <UnstyledButton
                  className={classes['row'] ?? ''}
                  onClick={(event) => select(id, event.shiftKey || event.ctrlKey)}
                >
                  <span className="truncate" title={cell.properties.name}>
                    {cell.properties.name || cell.properties.code}
                  </span>
                  <span className={`truncate ${classes['code']}`} title={cell.properties.code}>
                    {cell.properties.code}
                  </span>
                </UnstyledButton>
                {only !== undefined && (
                  <LockButton
                    name={cell.properties.name || cell.properties.code}
                    isLocked={isLocked(state.locks, only, id)}
                    onToggle={() => dispatch({ type: 'toggle-lock', cells: [only, id] })}
                  />
                )}
              </li>
            )
          );
        })}
      </ul>
    </>
  );
}

type LockProps = { name: string; isLocked: boolean; onToggle: () => void };

/** Locks the border with a neighbour, for whoever has no pointer to click it with. */
function LockButton({ name, isLocked: isPressed, onToggle }: LockProps) {
  const words = useWords().locks;
  return (
    <ActionIcon
      variant={isPressed ? 'filled' : 'subtle'}
      color={isPressed ? 'ink' : 'gray'}
      size={28}
      aria-label={words.lockOf(name)}
      title={words.lockOf(name)}
      aria-pressed={isPressed}
      onClick={onToggle}
    >
      <ToolIcon name="lock" size={15} />
    </ActionIcon>
  );
}

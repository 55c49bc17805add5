import { Button, Text } from '@mantine/core';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import classes from './side.module.css';

/** The borders that an adjustment is to leave alone. */
export function LockedBorders({ editor: { state, dispatch } }: { editor: PlanEditor }) {
  const words = useWords().locks;
  if (state.locks.length === 0) return null;
  const nameOf = (id: number, code: string) => state.cells.get(id)?.properties.name || code;
  return (
    <section aria-label={words.title(state.locks.length)}>
      <Text fw={600} size="sm" mt="md" mb={2}>
        {words.title(state.locks.length)}
      </Text>
      <Text size="xs" c="dimmed">
        {words.hint}
      </Text>
      <ul className={classes['list']}>
        {state.locks.map(({ cells, codes }) => {
          const names = words.between(nameOf(cells[0], codes[0]), nameOf(cells[1], codes[1]));
          return (
            <li key={cells.join()} className={classes['row']} data-locked={codes.join()}>
              <span className="truncate" title={codes.join(' ↔ ')}>
                {names}
              </span>
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={words.unlockOf(names)}
                onClick={() => dispatch({ type: 'toggle-lock', cells })}
              >
                {words.unlock}
              </Button>
            </li>
          );
        })}
      </ul>
    </section>
  );
}

import { Alert, Button, Group, List, Text } from '@mantine/core';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../shell/icon.tsx';
import type { Conflict } from '../state/editor-state.ts';
import type { PlanEditor } from '../state/use-editor.ts';
import { useWords } from '../words.ts';
import classes from './stage.module.css';

type Props = { editor: PlanEditor; conflict: Conflict };

/** Two people at one border: both versions are on the map, and whoever came later decides. Beside the map, not over it. */
export function ConflictCard({ editor: { state, dispatch, reload }, conflict }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const keepTheirs = () => {
    // What was done after it was done on it.
    dispatch({ type: 'drop', ids: state.outbox.map(({ id }) => id) });
    reload();
  };
  const lines = [...new Set(conflict.others.map(({ by, kind, at }) => told(by, kind, at)))];
  function told(who: string | null, kind: string, at: string) {
    const seconds = (Date.now() - Date.parse(at)) / 1000;
    const what = words.live.kinds[kind] ?? words.live.changed;
    return words.conflict.changed(who ?? words.live.somebody, what, t.measures.ago(Math.max(0, seconds)));
  }
  return (
    <Alert
      className={`${classes['card']} ${classes['conflict']}`}
      color="orange"
      icon={<Icon name="warning" />}
      title={words.conflict.title}
      role="alertdialog"
      aria-label={words.conflict.title}
    >
      <Text size="sm">{words.conflict.lead}</Text>
      <List size="sm" my={4}>
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
      {state.outbox.length > 0 && <Text size="sm">{words.conflict.dropped(state.outbox.length)}</Text>}
      <Group gap="xs" mt={6}>
        <Button size="compact-sm" autoFocus onClick={keepTheirs}>
          {words.conflict.keepTheirs}
        </Button>
        <Button size="compact-sm" variant="default" onClick={() => dispatch({ type: 'try-again' })}>
          {words.conflict.tryAgain}
        </Button>
      </Group>
    </Alert>
  );
}

import { Alert, Button, Group, Text } from '@mantine/core';
import { Icon } from '../../shell/icon.tsx';
import type { Refused } from '../state/use-step.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';

const mostShown = 30;

type Props = { refused: Refused; isPending: boolean; onRest: () => void; onBack: () => void };

/** Who and what stands against a step, and the choice to do the rest of it. */
export function Refusals({ refused, isPending, onRest, onBack }: Props) {
  const words = useWords().refused;
  const { refusals, takeable } = refused;
  const more = refused.refused - Math.min(mostShown, refusals.length);
  return (
    <Alert
      color="orange"
      icon={<Icon name="warning" />}
      title={words.title(refused.refused, refused.refused + takeable)}
      role="alert"
    >
      <ul className={classes.refusals}>
        {refusals.slice(0, mostShown).map(({ assignmentId, personId, cellId, areaId, message }) => (
          <li key={`${assignmentId} ${personId} ${cellId} ${areaId}`}>{message}</li>
        ))}
      </ul>
      {more > 0 && <Text size="sm">{words.more(more)}</Text>}
      {takeable === 0 && <Text size="sm">{words.nothing}</Text>}
      <Group gap="xs" mt="xs">
        {takeable > 0 && (
          <Button size="xs" loading={isPending} onClick={onRest}>
            {words.rest(takeable)}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={onBack}>
          {words.back}
        </Button>
      </Group>
    </Alert>
  );
}

import { Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { usePeopleWords } from './people-words.ts';

type Props = { name: string; edit: () => void; remove: () => Promise<unknown> };

/** Change and remove, of one line of a file. */
export function RecordCommands({ name, edit, remove }: Props) {
  const words = usePeopleWords().page;
  const ask = () =>
    openAction('confirm', {
      title: words.remove,
      question: words.removeQuestion(name),
      submitLabel: words.remove,
      done: words.removed,
      changes: ['people', 'person'],
      work: remove,
    });
  return (
    <>
      <Button size="compact-xs" variant="subtle" onClick={edit} aria-label={`${words.edit} ${name}`}>
        {words.edit}
      </Button>
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={ask}
        aria-label={`${words.remove} ${name}`}
      >
        {words.remove}
      </Button>
    </>
  );
}

import { Alert, Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { Decision } from '../../server/weekly/decision.ts';
import { weeklyApi } from '../api-weekly.ts';
import { ApiError } from '../http.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { PersonPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { WeeklyWords } from './words.ts';

type Props = {
  areaId: number;
  week: string;
  /** Absent for a new one. */
  decision?: Decision | undefined;
  close: () => void;
  words: WeeklyWords;
};

/** Writes a decision, or a further version of one. What was typed stays where somebody else was quicker. */
export function DecisionForm({ areaId, week, decision, close, words }: Props) {
  const [what, setWhat] = useState(decision?.what ?? '');
  const [responsible, setResponsible] = useState(decision?.responsible ?? '');
  const [personId, setPersonId] = useState<number | null>(decision?.person?.id ?? null);
  const [dueOn, setDueOn] = useState(decision?.dueOn ?? '');
  const [isDone, setDone] = useState(decision?.state === 'done');
  const [version, setVersion] = useState(decision?.version ?? 1);
  const save = useSubmission({
    work: () => {
      const said = { what, responsible: responsible.trim() || null, personId, dueOn: dueOn || null, week };
      if (!decision) return weeklyApi.decide({ ...said, areaId });
      return weeklyApi.change(decision.id, { ...said, version, state: isDone ? 'done' : 'open' });
    },
    changes: ['weekly'],
    done: () => words.saved,
    after: close,
  });
  const current = currentOf(save.error);
  return (
    <FormDialog
      title={decision ? words.change : words.write}
      close={close}
      submitLabel={words.save}
      submission={save}
      disabled={what.trim() === ''}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate(undefined);
      }}
    >
      {current && (
        <Alert color="yellow">
          {words.conflict(current.what)}{' '}
          <Button size="compact-xs" variant="light" onClick={() => setVersion(current.version)}>
            {words.overwrite}
          </Button>
        </Alert>
      )}
      <Textarea
        label={words.what}
        required
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2_000}
        data-autofocus
        value={what}
        onChange={({ currentTarget }) => setWhat(currentTarget.value)}
      />
      <TextInput
        label={words.responsible}
        maxLength={200}
        value={responsible}
        onChange={({ currentTarget }) => setResponsible(currentTarget.value)}
      />
      <PersonPicker
        label={words.personField}
        value={personId}
        onChange={setPersonId}
        {...(decision?.person && { description: decision.person.name })}
      />
      <Group align="flex-end">
        <TextInput
          type="date"
          label={words.due}
          value={dueOn}
          onChange={({ currentTarget }) => setDueOn(currentTarget.value)}
        />
        {decision && (
          <Checkbox
            label={words.states.done}
            checked={isDone}
            onChange={({ currentTarget }) => setDone(currentTarget.checked)}
          />
        )}
      </Group>
    </FormDialog>
  );
}

/** What a refusal says that the decision now reads. */
function currentOf(error: Error | null): { what: string; version: number } | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null;
  const { current } = error.problem;
  if (typeof current !== 'object' || current === null || !('what' in current) || !('version' in current))
    return null;
  return { what: String(current.what), version: Number(current.version) };
}

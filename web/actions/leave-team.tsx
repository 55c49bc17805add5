import { Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { teamsApi } from '../api-teams.ts';
import { useTeamWords } from '../i18n/teams.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';

type Props = { close: () => void; teamId: number; person: { id: number; name: string } };

/** Somebody leaves a team, now or on a day. */
export default function LeaveTeam({ close, teamId, person }: Props) {
  const words = useTeamWords();
  const [on, setOn] = useState('');
  const submission = useSubmission({
    work: () => teamsApi.leave(teamId, { people: [person.id], ...(on && { at: on }) }),
    changes: ['teams', 'people'],
    done: () => words.left,
    after: close,
  });
  return (
    <FormDialog
      title={words.leaveTitle}
      close={close}
      submitLabel={words.leave}
      submission={submission}
      danger
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(undefined);
      }}
    >
      <Text size="sm">{words.leaveQuestion(person.name)}</Text>
      <TextInput
        type="date"
        label={words.leaveOn}
        description={words.leaveHint}
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
    </FormDialog>
  );
}

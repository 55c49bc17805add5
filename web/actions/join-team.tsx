import { Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { teamsApi } from '../api-teams.ts';
import { useI18n } from '../i18n/index.tsx';
import { useTeamWords } from '../i18n/teams.ts';
import { FormDialog } from '../office/form-dialog.tsx';
import { PeoplePicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';

type Values = { people: number[]; from: string; to: string };

/** People join a team, from now on or in a period that may have passed. */
export default function JoinTeam({ close, teamId }: { close: () => void; teamId: number }) {
  const { t } = useI18n();
  const words = useTeamWords();
  const form = useForm<Values>({
    initialValues: { people: [], from: '', to: '' },
    validate: {
      people: (value) => (value.length > 0 ? null : words.peopleMissing),
      to: (value, { from }) => (value && from && value <= from ? t.office.endsBeforeBegins : null),
    },
  });
  const submission = useSubmission({
    work: ({ people, from, to }: Values) =>
      teamsApi.join(teamId, { people, ...(from && { from }), ...(to && { to }) }),
    changes: ['teams', 'people'],
    done: () => words.joined,
    after: close,
  });
  return (
    <FormDialog
      title={words.joinTitle}
      close={close}
      submitLabel={t.common.save}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <PeoplePicker label={words.people} required {...form.getInputProps('people')} />
      <Group grow align="flex-start">
        <TextInput
          type="date"
          label={words.from}
          description={words.fromHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('from')}
        />
        <TextInput
          type="date"
          label={words.to}
          description={words.toHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('to')}
        />
      </Group>
    </FormDialog>
  );
}

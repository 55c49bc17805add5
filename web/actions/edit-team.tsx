import { NativeSelect, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker, PeoplePicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Person, Team, TeamInput } from '../types-office.ts';

type Props = { close: () => void; team?: Team | undefined; members?: Person[] | undefined };

/** A team with its members, new or known. */
export default function EditTeam({ close, team, members = [] }: Props) {
  const { t } = useI18n();
  const words = t.office.editTeam;
  const form = useForm<TeamInput>({
    initialValues: {
      name: team?.name ?? '',
      kind: team?.kind ?? 'community',
      stationAreaId: team?.stationAreaId ?? null,
      members: team?.members ?? [],
    },
    validate: { name: (value) => (value.trim() ? null : words.nameMissing) },
  });
  const submission = useSubmission({
    work: (values: TeamInput) =>
      team ? officeApi.changeTeam(team.id, values) : officeApi.createTeam(values),
    changes: ['teams'],
    done: () => words.done,
    after: close,
  });
  const kinds = Object.entries(t.office.teamKinds).map(([value, label]) => ({ value, label }));
  return (
    <FormDialog
      title={team ? words.change : words.create}
      close={close}
      submitLabel={team ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput label={words.name} required data-autofocus {...form.getInputProps('name')} />
      <NativeSelect label={words.kind} data={kinds} {...form.getInputProps('kind')} />
      <AreaPicker label={words.station} kinds={['station']} {...form.getInputProps('stationAreaId')} />
      <PeoplePicker label={words.members} known={members} {...form.getInputProps('members')} />
    </FormDialog>
  );
}

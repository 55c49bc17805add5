import { Group, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Person, PersonKind } from '../types-office.ts';

type Values = {
  number: string;
  name: string;
  kind: PersonKind;
  phone: string;
  organisation: string;
  skills: string[];
  stationAreaId: number | null;
  joinedOn: string;
  leftOn: string;
};

/** One person's file, new or known. */
export default function EditPerson({ close, person }: { close: () => void; person?: Person | undefined }) {
  const { t } = useI18n();
  const words = t.office.editPerson;
  const form = useForm<Values>({
    initialValues: {
      number: person?.number ?? '',
      name: person?.name ?? '',
      kind: person?.kind ?? 'volunteer',
      phone: person?.phone ?? '',
      organisation: person?.organisation ?? '',
      skills: person?.skills ?? [],
      stationAreaId: person?.stationAreaId ?? null,
      joinedOn: person?.joinedOn ?? '',
      leftOn: person?.leftOn ?? '',
    },
    validate: {
      number: (value) => (value.trim() ? null : words.numberMissing),
      name: (value) => (value.trim() ? null : words.nameMissing),
      leftOn: (value, { joinedOn }) =>
        value && joinedOn && value < joinedOn ? t.office.endsBeforeBegins : null,
    },
  });
  const submission = useSubmission({
    work: (values: Values) => {
      const body = {
        ...values,
        number: values.number.trim(),
        name: values.name.trim(),
        // Lists come without the telephone number: one that was not typed here is left as it is.
        phone: form.isTouched('phone') ? values.phone.trim() || null : undefined,
        organisation: values.organisation.trim() || null,
        joinedOn: values.joinedOn || null,
        leftOn: values.leftOn || null,
      };
      return person ? officeApi.changePerson(person.id, body) : officeApi.createPerson(body);
    },
    changes: ['people', 'assignments'],
    done: () => words.done,
    after: close,
  });
  const kinds = Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }));
  return (
    <FormDialog
      title={person ? words.change : words.create}
      close={close}
      submitLabel={person ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <Group grow align="flex-start">
        <TextInput label={words.number} required data-autofocus {...form.getInputProps('number')} />
        <TextInput label={words.name} required {...form.getInputProps('name')} />
      </Group>
      <Group grow align="flex-start">
        <NativeSelect label={words.kind} data={kinds} {...form.getInputProps('kind')} />
        <TextInput label={words.phone} inputMode="tel" {...form.getInputProps('phone')} />
      </Group>
      <AreaPicker
        label={words.station}
        description={words.stationHint}
        kinds={['station']}
        {...form.getInputProps('stationAreaId')}
      />
      <TextInput label={words.organisation} {...form.getInputProps('organisation')} />
      <TagsInput label={words.skills} description={words.skillsHint} {...form.getInputProps('skills')} />
      <Group grow align="flex-start">
        <TextInput type="date" label={words.joinedOn} {...form.getInputProps('joinedOn')} />
        <TextInput
          type="date"
          label={words.leftOn}
          description={words.leftHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('leftOn')}
        />
      </Group>
    </FormDialog>
  );
}

import { Autocomplete, Group, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { usePeopleWords } from '../people/people-words.ts';
import type { Certificate } from '../types-office.ts';

type Props = {
  close: () => void;
  personId: number;
  /** The skills of the person: most certificates attest one of them. */
  skills: string[];
  certificate?: Certificate | undefined;
};

/** A certificate of a person, new or renewed. */
export default function EditCertificate({ close, personId, skills, certificate }: Props) {
  const { t } = useI18n();
  const words = usePeopleWords().certificate;
  const form = useForm({
    initialValues: {
      name: certificate?.name ?? '',
      skill: certificate?.skill ?? '',
      number: certificate?.number ?? '',
      issuedOn: certificate?.issuedOn ?? '',
      expiresOn: certificate?.expiresOn ?? '',
    },
    validate: {
      name: (value) => (value.trim() ? null : words.nameMissing),
      expiresOn: (value, { issuedOn }) =>
        value && issuedOn && value <= issuedOn ? words.expiresBeforeIssued : null,
    },
  });
  const submission = useSubmission({
    work: (values: typeof form.values) => {
      const body = {
        name: values.name.trim(),
        skill: values.skill.trim() || null,
        number: values.number.trim() || null,
        issuedOn: values.issuedOn || null,
        expiresOn: values.expiresOn || null,
      };
      return certificate
        ? officeApi.changeCertificate(personId, certificate.id, body)
        : officeApi.addCertificate(personId, body);
    },
    changes: ['people', 'person'],
    done: () => words.done,
    after: close,
  });
  return (
    <FormDialog
      title={certificate ? words.change : words.create}
      close={close}
      submitLabel={certificate ? t.common.save : t.common.create}
      submission={submission}
      onSubmit={form.onSubmit((values) => submission.mutate(values))}
    >
      <TextInput label={words.name} required data-autofocus {...form.getInputProps('name')} />
      <Autocomplete
        label={words.skill}
        description={words.skillHint}
        data={skills}
        {...form.getInputProps('skill')}
      />
      <TextInput label={words.number} {...form.getInputProps('number')} />
      <Group grow align="flex-start">
        <TextInput type="date" label={words.issuedOn} {...form.getInputProps('issuedOn')} />
        <TextInput
          type="date"
          label={words.expiresOn}
          description={words.expiresHint}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          {...form.getInputProps('expiresOn')}
        />
      </Group>
    </FormDialog>
  );
}

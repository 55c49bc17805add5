import { Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { FileForm } from '../people/file-form.tsx';
import { usePeopleWords } from '../people/people-words.ts';

type Props = { close: () => void; personId?: number | undefined };

/** One person's file, new or known; a known one is read first, with the contact details, and that is recorded. */
export default function EditPerson({ close, personId }: Props) {
  return personId === undefined ? (
    <FileForm close={close} />
  ) : (
    <KnownFile close={close} personId={personId} />
  );
}

function KnownFile({ close, personId }: { close: () => void; personId: number }) {
  const { t } = useI18n();
  const words = usePeopleWords().dialog;
  const found = useQuery({
    queryKey: ['person', personId],
    queryFn: () => officeApi.person(personId),
    staleTime: 10_000,
  });
  if (found.data && !found.isFetching) return <FileForm close={close} file={found.data} />;
  return (
    <FormDialog
      title={words.change}
      close={close}
      submitLabel={t.common.save}
      submission={{ isPending: found.isPending, error: found.error }}
      onSubmit={(event) => event.preventDefault()}
      size="lg"
      disabled
    >
      <Skeleton height={320} role="status" aria-label={t.shell.loading} />
    </FormDialog>
  );
}

import { Text } from '@mantine/core';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';

type Props = {
  close: () => void;
  title: string;
  question: string;
  submitLabel: string;
  done: string;
  changes: string[];
  work: () => Promise<unknown>;
};

/** Asks before something that cannot be taken back. */
export default function Confirm({ close, title, question, submitLabel, done, changes, work }: Props) {
  const submission = useSubmission({
    work: (_: undefined) => work(),
    changes,
    done: () => done,
    after: close,
  });
  return (
    <FormDialog
      title={title}
      close={close}
      danger
      submitLabel={submitLabel}
      submission={submission}
      onSubmit={(event) => {
        event.preventDefault();
        submission.mutate(undefined);
      }}
    >
      <Text size="sm">{question}</Text>
    </FormDialog>
  );
}

import { Button, Group, Modal, Stack } from '@mantine/core';
import type { FormEvent, ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { Submission } from './use-submission.ts';

type Props = {
  title: string;
  close: () => void;
  submitLabel: string;
  submission: Pick<Submission, 'isPending' | 'error'>;
  onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  size?: 'md' | 'lg' | 'xl';
  danger?: boolean;
  /** What is mainly done in it is done by its content. */
  quiet?: boolean;
  disabled?: boolean;
  /** What it is for has been done, and there is nothing left to cancel. */
  isDone?: boolean;
  children: ReactNode;
};

/** A dialog that is one form: fields, what went wrong, cancel and submit. Enter submits, Escape closes. */
export function FormDialog(props: Props) {
  const {
    title,
    close,
    submitLabel,
    submission,
    onSubmit,
    size = 'md',
    danger,
    quiet,
    disabled,
    isDone = false,
    children,
  } = props;
  const { t } = useI18n();
  return (
    <Modal
      opened
      onClose={close}
      title={title}
      size={size}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <form onSubmit={onSubmit} noValidate>
        <Stack gap="sm">
          {children}
          {submission.error && <ErrorNotice error={submission.error} />}
          <Group justify="flex-end" gap="sm" mt="xs">
            <Button variant="default" onClick={close}>
              {isDone ? t.common.close : t.common.cancel}
            </Button>
            <Button
              type="submit"
              loading={submission.isPending}
              disabled={disabled ?? false}
              {...(danger && { color: 'red' })}
              {...(quiet && { variant: 'default' })}
            >
              {submitLabel}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

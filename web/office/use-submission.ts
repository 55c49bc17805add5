import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { refreshMap } from '../state/refresh.ts';

type Settings<I, O> = {
  work: (input: I) => Promise<O>;
  /** Query keys to ask again besides what the map shows. */
  changes?: string[];
  /** The sentence that confirms it; absent where the dialog goes on. */
  done?: (output: O) => string;
  after?: (output: O) => void;
};

/** Sends a change, asks again for what it touched, and says that it is done. */
export function useSubmission<I, O>({ work, changes = [], done, after }: Settings<I, O>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: work,
    onSuccess: async (output: O) => {
      for (const key of changes) void client.invalidateQueries({ queryKey: [key] });
      void refreshMap(client);
      if (done) notifications.show({ message: done(output), color: 'teal' });
      after?.(output);
    },
  });
}

export type Submission = { isPending: boolean; error: Error | null };

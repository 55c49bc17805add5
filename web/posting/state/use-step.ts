import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { ApiError } from '../../http.ts';
import { refreshMap } from '../../state/refresh.ts';
import type { Conflicts, Refusal } from '../types.ts';
import { postingKeys } from './use-posting-data.ts';

/** What stands against a step, and how much of it could be done all the same. */
export type Refused = { refusals: Refusal[]; refused: number; takeable: number };

const isRefused = (problem: Record<string, unknown>): boolean =>
  Array.isArray(problem['refusals']) && typeof problem['takeable'] === 'number';

/** The refusals that a problem carries; null for any other error. */
function refusedOf(error: unknown): Refused | null {
  if (!(error instanceof ApiError) || !isRefused(error.problem)) return null;
  // The server wrote it by the schema that the types come from.
  return error.problem as unknown as Refused;
}

type Settings<I, O> = {
  work: (input: I, conflicts: Conflicts) => Promise<O>;
  done: (output: O) => string;
  after?: (output: O, input: I) => void;
};

/**
 * Does something to many assignments: all of it, or what stands against it is shown and the rest can be done by
 * `takeRest`. Afterwards everything that shows assignments is asked for again.
 */
export function useStep<I, O>({ work, done, after }: Settings<I, O>) {
  const client = useQueryClient();
  const mutation = useMutation({
    mutationFn: ({ input, conflicts }: { input: I; conflicts: Conflicts }) => work(input, conflicts),
    onSuccess: (output, { input }) => {
      notifications.show({ message: done(output), color: 'teal' });
      after?.(output, input);
    },
    // Also after a refusal: somebody else has changed what is shown.
    onSettled: () => {
      for (const key of postingKeys) void client.invalidateQueries({ queryKey: [key] });
      void refreshMap(client);
    },
  });
  const refused = refusedOf(mutation.error);
  const { variables } = mutation;
  return {
    run: (input: I) => mutation.mutate({ input, conflicts: 'refuse' }),
    takeRest: () => variables && mutation.mutate({ input: variables.input, conflicts: 'skip' }),
    isPending: mutation.isPending,
    refused,
    error: refused ? null : mutation.error,
    reset: mutation.reset,
  };
}

import { QueryClient } from '@tanstack/react-query';
import { ApiError } from '../http.ts';
import { onLanguageChange } from './language.ts';

/** A refusal stays a refusal however often it is asked; only the network and the server's own faults are retried. */
const isTransient = (error: unknown) =>
  !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

export const queryClient = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      refetchOnWindowFocus: false,
      networkMode: 'always',
      retry: (failures, error) => isTransient(error) && failures < 2,
    },
    mutations: { networkMode: 'always' },
  },
});

// Sentences of the server come in the language of the request.
onLanguageChange(() => void queryClient.invalidateQueries());

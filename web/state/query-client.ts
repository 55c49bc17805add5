import { QueryCache, QueryClient } from '@tanstack/react-query';
import { ApiError } from '../http.ts';
import { onLanguageChange } from './language.ts';

/** A refusal stays a refusal however often it is asked; only the network and the server's own faults are retried. */
const isTransient = (error: unknown) =>
  !(error instanceof ApiError) || error.status === 0 || error.status >= 500;

/** Where it is known who is signed in; null while nobody is. */
export const sessionKey = ['session'];

export const queryClient = new QueryClient({
  queryCache: new QueryCache({
    // A page that was left open for longer than a session asks for the password, and goes on where it stood. The plan
    // editor stays: it holds edits that are still to be sent, and says itself that somebody has to sign in.
    onError: (error) => {
      const isSignedOut = error instanceof ApiError && error.status === 401;
      if (isSignedOut && !/^\/plans\/\d+\/edit$/.test(location.pathname))
        queryClient.setQueryData(sessionKey, null);
    },
  }),
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

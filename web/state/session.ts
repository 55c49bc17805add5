import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../api.ts';
import { ApiError } from '../http.ts';
import type { Role, User } from '../types.ts';
import { sessionKey } from './query-client.ts';

async function whoAmI(): Promise<User | null> {
  try {
    return (await api.session()).user;
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** The signed-in user, `null` while nobody is. */
export const sessionQuery = queryOptions({ queryKey: sessionKey, queryFn: whoAmI, staleTime: 300_000 });

export const useSession = () => useQuery(sessionQuery);

export function useSignIn() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.signIn,
    // Whoever signs in after a session ran out may be somebody else: nothing that was shown stays.
    onSuccess: ({ user }) => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionKey[0] });
      client.setQueryData(sessionKey, user);
    },
  });
}

/** Ends the session and forgets everything it had shown. */
export function useSignOut() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: api.signOut,
    onSuccess: () => {
      client.clear();
      client.setQueryData(sessionKey, null);
    },
  });
}

/** Whether the user holds one of the roles anywhere; what they may see in which area is the server's to say. */
export const holds = (user: User | null | undefined, roles: Role[]) =>
  user?.grants.some((grant) => roles.includes(grant.role)) ?? false;

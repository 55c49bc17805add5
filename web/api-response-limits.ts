import type { OwnerKind, ResponseLimit } from '../server/response/response.ts';
import { get, put } from './http.ts';

export type { OwnerKind, ResponseLimit } from '../server/response/response.ts';

/** A limit as the form sends it; without `from` it begins at once, and no metres end the one before. */
export type NewResponseLimit = { ownerKind: OwnerKind; metres: number | null; from?: string };

export const responseLimitsApi = {
  list: () => get<{ limits: ResponseLimit[] }>('/api/response/limits'),
  set: (limit: NewResponseLimit) => put<{ limits: ResponseLimit[] }>('/api/response/limits', limit),
};

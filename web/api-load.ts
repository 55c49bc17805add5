import type { LoadAnswer } from '../server/load/load.ts';
import type { TalentAnswer } from '../server/talent/talent.ts';
import { address, get, type Query } from './http.ts';

/** The addresses of what people answer for, and of who could be called on. */
export const loadApi = {
  load: (query: Query) => get<LoadAnswer>('/api/load', query),
  talent: (query: Query) => get<TalentAnswer>('/api/talent', query),
  talentFile: (query: Query) => address('/api/talent/export', query),
  /** A person's file with the telephone number; the look is recorded. */
  contact: (id: number) => get<{ phone?: string | null }>(`/api/people/${id}`),
};

import type { LoadAnswer } from '../server/load/load.ts';
import { get, type Query } from './http.ts';

/** The addresses of what people answer for. */
export const loadApi = {
  load: (query: Query) => get<LoadAnswer>('/api/load', query),
};

import type { MissedList, MissedSheets } from '../server/missed/missed.ts';
import { address, get, type Query } from './http.ts';

/** The addresses of what was not met. */
export const missedApi = {
  list: (query: Query) => get<MissedList>('/api/missed', query),
  sheets: (query: Query) => get<MissedSheets>('/api/missed/sheets', query),
  file: (query: Query) => address('/api/missed/export', query),
};

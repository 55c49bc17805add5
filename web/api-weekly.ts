import type { Decision, DecisionChange, DecisionVersion, NewDecision } from '../server/weekly/decision.ts';
import type { WeeklySheet } from '../server/weekly/weekly.ts';
import { address, get, post, type Query } from './http.ts';

/** The addresses of the sheets of weeks and their decisions. */
export const weeklyApi = {
  sheet: (query: Query) => get<WeeklySheet>('/api/weekly', query),
  file: (query: Query) => address('/api/weekly/export', query),
  decide: (body: NewDecision) => post<Decision>('/api/decisions', body),
  change: (id: number, body: DecisionChange) => post<Decision>(`/api/decisions/${id}/versions`, body),
  versions: (id: number) => get<{ versions: DecisionVersion[] }>(`/api/decisions/${id}/versions`),
};

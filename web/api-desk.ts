import type { CoverageDays } from '../server/coverage/day-counts.ts';
import type { Playback } from '../server/tracks/playback.ts';
import type { Judged } from './api.ts';
import { get, type Query } from './http.ts';

/** The addresses of what the desk below the map shows. */
export const deskApi = {
  days: (judged: Judged) => get<CoverageDays>('/api/coverage/days', judged),
  points: (query: Query) => get<Playback>('/api/tracks/points', query),
};

import type { AlertCounts, AlertList, AlertSettings, ReadInput } from '../server/alerts/alert.ts';
import { address, get, post, put, type Query } from './http.ts';

/** The addresses of alerts. */
export const alertsApi = {
  list: (query: Query) => get<AlertList>('/api/alerts', query),
  counts: () => get<AlertCounts>('/api/alerts/counts'),
  read: (body: ReadInput) => post<AlertCounts>('/api/alerts/read', body),
  settings: () => get<AlertSettings>('/api/alerts/settings'),
  changeSettings: (body: AlertSettings) => put<AlertSettings>('/api/alerts/settings', body),
  stream: (last: string | undefined) => address('/api/live', { of: 'alerts', last }),
};

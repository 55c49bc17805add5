import { address, get, post, type Query, remove } from './http.ts';
import type {
  AreaCollection,
  CellDetail,
  Coverage,
  CoverageStates,
  FixPage,
  GapList,
  Info,
  Plan,
  TrackDetail,
  TrackLines,
  User,
} from './types.ts';

/** What the server judges: a plan (absent: whichever was in force) over a half-open period. */
export type Judged = { plan?: number | undefined; from: string; to: string };

/** The only place that knows the addresses of the server. */
export const api = {
  info: () => get<Info>('/api/info'),

  session: () => get<{ user: User }>('/api/session'),
  signIn: (credentials: { username: string; password: string }) =>
    post<{ user: User }>('/api/session', credentials),
  signOut: () => remove('/api/session'),

  areas: (query: Query = {}) => get<AreaCollection>('/api/areas', { limit: 1000, ...query }),

  plans: (query: Query = {}) => get<{ plans: Plan[]; next: string | null }>('/api/plans', query),
  cell: (id: number, judged: Judged) => get<CellDetail>(`/api/cells/${id}`, judged),
  cellTiles: (plan: Plan) => `${location.origin}/tiles/cells/${plan.id}/${plan.revision}/{z}/{x}/{y}.mvt`,

  coverage: (judged: Judged & { cell?: number | undefined }) => get<Coverage>('/api/coverage', judged),
  states: (judged: Judged) => get<CoverageStates>('/api/coverage/states', judged),
  gaps: (query: Query) => get<GapList>('/api/gaps', query),
  track: (id: number) => get<TrackDetail>(`/api/tracks/${id}`, { f: 'geojson' }),
  restoreFix: (deviceId: number, fix: { recordedAt: string; lon: number; lat: number; restored: boolean }) =>
    post(`/api/devices/${deviceId}/fixes/restore`, fix),
  excludeFix: (deviceId: number, fix: { recordedAt: string; lon: number; lat: number; excluded: boolean }) =>
    post(`/api/devices/${deviceId}/fixes/exclude`, fix),
  fixes: (deviceId: number, query: Query) => get<FixPage>(`/api/devices/${deviceId}/fixes`, query),
  trackGpx: (id: number) => address(`/api/tracks/${id}`, { f: 'gpx' }),
  trackLines: (query: Query) => get<TrackLines>('/api/tracks/lines', query),
};

import type { Point, PointList } from '../server/points/point.ts';
import { get, patch, post, type Query, remove } from './http.ts';

/** A point as a form sends it; times are RFC 3339. */
export type PointBody = {
  geometry?: Point['geometry'] | undefined;
  properties?: {
    label?: string;
    kind?: Point['properties']['kind'];
    weight?: number;
    key?: boolean;
    radiusMetres?: number;
    replaces?: number | null;
    from?: string;
    to?: string | null;
  };
};

/** The addresses of the places to be visited. */
export const pointsApi = {
  list: (query: Query) => get<PointList>('/api/points', query),
  create: (body: PointBody) => post<Point>('/api/points', { type: 'Feature', ...body }),
  change: (id: number, body: PointBody) => patch<Point>(`/api/points/${id}`, body),
  end: (id: number) => remove(`/api/points/${id}`),
};

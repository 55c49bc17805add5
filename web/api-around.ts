import type { InsideAnswer } from '../server/inside/inside.ts';
import type { ResponseAnswer } from '../server/response/response.ts';
import { get, post, postForFile } from './http.ts';

export type { InsideAnswer, InsideRow } from '../server/inside/inside.ts';
export type { ResponseAnswer } from '../server/response/response.ts';

type Outline = { type: 'Polygon'; coordinates: [number, number][][] };
export type InsideAsked = { outline: Outline; from: string; to: string };

/** The addresses of what is asked about a place on the map. */
export const aroundApi = {
  inside: (asked: InsideAsked, cursor?: string) =>
    post<InsideAnswer>('/api/inside', asked, { limit: 200, cursor }),
  insideSheet: (asked: InsideAsked, f: 'csv' | 'xlsx', lang: string) =>
    postForFile('/api/inside/sheet', asked, { f, lang }),
  response: (query: { lon: number; lat: number; at?: string | undefined }) =>
    get<ResponseAnswer>('/api/response', query),
};

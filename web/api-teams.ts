import type { z } from 'zod';
import type { givingInput, joiningInput, membership, teamCell } from '../server/teams/membership.ts';
import { get, post, type Query } from './http.ts';
import type { Team } from './types-office.ts';

export type Membership = z.output<typeof membership>;
export type TeamCell = z.output<typeof teamCell>;
export type Joining = z.input<ReturnType<typeof joiningInput>>;
export type Giving = z.input<ReturnType<typeof givingInput>>;

/** The addresses of a team's members and cells. */
export const teamsApi = {
  team: (id: number) => get<Team>(`/api/teams/${id}`),
  members: (id: number, query: Query) =>
    get<{ members: Membership[]; next: string | null }>(`/api/teams/${id}/members`, query),
  join: (id: number, body: Joining) => post<Team>(`/api/teams/${id}/members`, body),
  leave: (id: number, body: { people: number[]; at?: string }) =>
    post<Team>(`/api/teams/${id}/members/leave`, body),
  cells: (id: number) => get<{ cells: TeamCell[] }>(`/api/teams/${id}/cells`),
  give: (id: number, body: Giving) => post<{ cells: number[] }>(`/api/teams/${id}/cells`, body),
  take: (id: number, cells: number[]) => post(`/api/teams/${id}/cells/take`, { cells }),
};

import { get, post, type Query } from './http.ts';
import type {
  Conflicts,
  Entered,
  OwnChange,
  PostedAssignment,
  PostingCell,
  Rehoming,
  Transferred,
  Undone,
} from './posting/types.ts';

export type NewPosting = {
  personIds: number[];
  cellIds: number[];
  planId: number;
  role: string;
  from?: string;
  to?: string;
  conflicts: Conflicts;
};
export type Search = {
  planId: number;
  cellIds?: number[];
  since?: string;
  kind?: string;
  q?: string;
  limit?: number;
  cursor?: string;
};

/** The addresses of assigning on the map. */
export const postingApi = {
  cells: (query: Query) => get<{ cells: PostingCell[]; next: string | null }>('/api/cells', query),
  assign: (body: NewPosting) => post<Entered>('/api/assignments/batch', body),
  search: (body: Search) =>
    post<{ assignments: PostedAssignment[]; next: string | null }>('/api/assignments/search', body),
  end: (body: { ids: number[]; at?: string; conflicts: Conflicts }) =>
    post<Transferred>('/api/assignments/end', body),
  move: (body: { ids: number[]; cellId: number; at?: string; conflicts: Conflicts }) =>
    post<Transferred>('/api/assignments/move', body),
  changes: () => get<{ changes: OwnChange[] }>('/api/assignments/changes', { limit: 5 }),
  undo: (id: number) => post<Undone>(`/api/assignments/changes/${id}/undo`),
  rehoming: (planId: number) => get<Rehoming>(`/api/plans/${planId}/rehoming`),
  rehome: (
    planId: number,
    body: { homes: { assignmentId: number; cellIds: number[] }[]; conflicts: Conflicts },
  ) => post<Transferred>(`/api/plans/${planId}/rehoming`, body),
};

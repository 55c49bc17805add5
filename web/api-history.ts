import type { CellHistory, PersonHistory } from '../server/history/history.ts';
import { get } from './http.ts';

export type { CellHistory, PersonHistory } from '../server/history/history.ts';

type Asked = { from?: string | undefined; plan?: number | undefined };

/** The addresses of what became of a cell, and of what a person did. */
export const historyApi = {
  cell: (id: number, asked: Asked) => get<CellHistory>(`/api/cells/${id}/history`, asked),
  person: (id: number, asked: Pick<Asked, 'from'>) => get<PersonHistory>(`/api/people/${id}/history`, asked),
};

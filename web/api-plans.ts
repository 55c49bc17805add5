import { address, get, patch, post, type Query, remove } from './http.ts';
import type { Plan } from './types.ts';
import type {
  AdjustRequest,
  CellPage,
  Edit,
  EditAnswer,
  EditList,
  GenerateAnswer,
  GenerateRequest,
  Job,
  LayerPage,
  LiveEdit,
  LiveEnd,
  ProblemList,
  RepairAnswer,
  RepairRequest,
} from './types-plans.ts';

/** The addresses of the planning workbench. */
export const plansApi = {
  plan: (id: number) => get<Plan>(`/api/plans/${id}`),
  setLimits: (id: number, limits: Plan['limits']) => patch<Plan>(`/api/plans/${id}`, { limits }),
  cells: (id: number, query: Query) => get<CellPage>(`/api/plans/${id}/cells`, query),

  edit: (id: number, edit: Edit & { revision: number }) => post<EditAnswer>(`/api/plans/${id}/edits`, edit),
  undo: (id: number) => post<EditAnswer>(`/api/plans/${id}/undo`, {}),
  redo: (id: number) => post<EditAnswer>(`/api/plans/${id}/redo`, {}),
  edits: (id: number, query: Query = {}) => get<EditList>(`/api/plans/${id}/edits`, query),

  problems: (id: number, query: Query = {}) => get<ProblemList>(`/api/plans/${id}/problems`, query),
  generate: (id: number, request: GenerateRequest) =>
    post<GenerateAnswer>(`/api/plans/${id}/generate`, request),
  adjust: (id: number, request: AdjustRequest) => post<{ job: number }>(`/api/plans/${id}/adjust`, request),
  job: <Result>(id: number) => get<Job<Result>>(`/api/jobs/${id}`),
  cancelJob: (id: number) => remove(`/api/jobs/${id}`),

  layerFeatures: (id: number, query: Query) => get<LayerPage>(`/api/layers/${id}/features`, query),

  repair: (id: number, request: RepairRequest) => post<RepairAnswer>(`/api/plans/${id}/repairs`, request),
};

const reopenMillis = 5_000;

type Listener = {
  /** Nothing more comes: the draft is none any more, or the session has ended. */
  ended: (reason: LiveEnd) => void;
  edit: (edit: LiveEdit) => void;
  /** Whether the server can be heard. */
  heard: (isHeard: boolean) => void;
};

/** Tells of every edit of a plan as it is made, until the returned function is called; it comes back by itself. */
export function listenToPlan(plan: number, { edit, heard, ended }: Listener): () => void {
  let source: EventSource;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const open = () => {
    source = new EventSource(address('/api/live', { plan }));
    source.addEventListener('open', () => heard(true));
    source.addEventListener('edit', (event) => edit(JSON.parse(event.data) as LiveEdit));
    source.addEventListener('ended', (event) => {
      // The browser would come back by itself.
      source.close();
      ended((JSON.parse(event.data) as { reason: LiveEnd }).reason);
    });
    source.addEventListener('error', () => {
      heard(false);
      // After a refusal the browser does not try again by itself.
      if (source.readyState === EventSource.CLOSED) timer = setTimeout(open, reopenMillis);
    });
  };
  open();
  return () => {
    clearTimeout(timer);
    source.close();
  };
}

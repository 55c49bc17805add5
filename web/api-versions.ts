import { get, patch, post } from './http.ts';
import type { Plan } from './types.ts';
import type { EditAnswer } from './types-plans.ts';
import type { Crosswalk, DifferenceFeatures, Lineage, Mismatches, SnapRequest } from './types-versions.ts';

/** More than a screen shows; the rest is counted. */
const atOnce = 2_000;

/** The addresses of what plans have to do with each other. */
export const versionsApi = {
  difference: (plan: number, other: number) =>
    get<DifferenceFeatures>(`/api/plans/${plan}/diff/${other}/features`, { limit: atOnce }),
  crosswalk: (plan: number, other: number) =>
    get<Crosswalk>(`/api/plans/${plan}/crosswalk/${other}`, { limit: atOnce }),
  mismatches: (plan: number, other: number) =>
    get<Mismatches>(`/api/plans/${plan}/crosswalk/${other}/features`, { limit: atOnce }),
  snap: (
    plan: number,
    other: number,
    request: SnapRequest & { revision: number; otherRevision: number; preview?: true },
  ) => post<EditAnswer>(`/api/plans/${plan}/crosswalk/${other}/repairs`, request),
  lineage: (plan: number, cell: number) => get<Lineage>(`/api/plans/${plan}/cells/${cell}/lineage`),
  renumber: (plan: number) => post<{ renumbered: number }>(`/api/plans/${plan}/renumber`, {}),
  alterPlan: (plan: number, body: { codeTemplate?: string; unionsOfPlanId?: number | null }) =>
    patch<Plan>(`/api/plans/${plan}`, body),
};

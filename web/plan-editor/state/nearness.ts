import type { Bounds, Plan } from '../../types.ts';

/** More would make every drag slow, and nobody edits what is too small to point at. */
export const mostCells = 200;

/** Asking for the cells of a view is worthwhile where it can hold no more than some times what the editor takes. */
const doubt = 6;

/** Whether the view may hold few enough cells, as far as the plan's size tells. */
export function mayBeNear(plan: Pick<Plan, 'cells' | 'bounds'>, [west, south, east, north]: Bounds): boolean {
  if (plan.cells <= mostCells || !plan.bounds) return true;
  const [w, s, e, n] = plan.bounds;
  const seen =
    Math.max(0, Math.min(e, east) - Math.max(w, west)) * Math.max(0, Math.min(n, north) - Math.max(s, south));
  const whole = (e - w) * (n - s);
  return whole === 0 || (plan.cells * seen) / whole <= mostCells * doubt;
}

/** The bounds of a cell's change and whether one holds the other: what has been loaded need not be asked again. */
export const holdsBounds = (outer: Bounds, inner: Bounds) =>
  outer[0] <= inner[0] && outer[1] <= inner[1] && outer[2] >= inner[2] && outer[3] >= inner[3];

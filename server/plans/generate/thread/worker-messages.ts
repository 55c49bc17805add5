import type { Reason } from '../../../http/problem.ts';
import type { Change } from '../../edits/change.ts';
import type { RepairInput } from '../../repairs/work-out.ts';
import type {
  AdjustedCells,
  AdjustRequest,
  BalancedCells,
  BalancedRequest,
} from '../balanced/balanced-cells.ts';
import type { Filled, FillInput } from '../fill.ts';

/** What can cross to another thread: the request without its functions. */
export type Portable<Request> = Omit<Request, 'onProgress' | 'isCancelled'>;

/** What is filled, with the owners by their ids instead of a function. */
export type FillRequest = Omit<FillInput, 'fills'> & { filledIds: readonly number[] };

export type Job =
  | { kind: 'fill'; request: FillRequest }
  | { kind: 'balance'; request: Portable<BalancedRequest> }
  | { kind: 'adjust'; request: Portable<AdjustRequest> }
  | { kind: 'repair'; request: RepairInput };

export type Refusal = { slug: string; english: string; chinese: string; errors: Reason[] };

export type Told =
  | { kind: 'progress'; share: number }
  | { kind: 'filled'; result: Filled }
  | { kind: 'balanced'; result: BalancedCells }
  | { kind: 'adjusted'; result: AdjustedCells }
  | { kind: 'repaired'; result: Change }
  | { kind: 'refused'; refusal: Refusal };

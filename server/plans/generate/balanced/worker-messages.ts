import type { Reason } from '../../../http/problem.ts';
import type { AdjustedCells, AdjustRequest, BalancedCells, BalancedRequest } from './balanced-cells.ts';

/** What can cross to another thread: the request without its functions. */
export type Portable<Request> = Omit<Request, 'onProgress' | 'isCancelled'>;

export type Job =
  | { kind: 'balance'; request: Portable<BalancedRequest> }
  | { kind: 'adjust'; request: Portable<AdjustRequest> };

export type Refusal = { slug: string; english: string; chinese: string; errors: Reason[] };

export type Told =
  | { kind: 'progress'; share: number }
  | { kind: 'balanced'; result: BalancedCells }
  | { kind: 'adjusted'; result: AdjustedCells }
  | { kind: 'refused'; refusal: Refusal };

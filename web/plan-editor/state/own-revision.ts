import type { RepairRequest } from '../../types-plans.ts';

/**
 * The revision that an edit was made on, counting in what one has done oneself since: only what others did in between
 * may stand against it. `own` are the revisions of one's own edits.
 */
export function ownRevision(own: ReadonlySet<number>, seen: number): number {
  let revision = seen;
  while (own.has(revision + 1)) revision += 1;
  return revision;
}

/** A repair as it is sent: what one has done oneself since the problems were read does not stand against it. */
export const currentRepair = (own: ReadonlySet<number>, request: RepairRequest): RepairRequest =>
  request.revision === undefined ? request : { ...request, revision: ownRevision(own, request.revision) };

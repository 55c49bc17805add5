/**
 * The revision that an edit was made on, counting in what one has done oneself since: only what others did in between
 * may stand against it. `own` are the revisions of one's own edits.
 */
export function ownRevision(own: ReadonlySet<number>, seen: number): number {
  let revision = seen;
  while (own.has(revision + 1)) revision += 1;
  return revision;
}

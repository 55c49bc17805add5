import type { OwnerKind, ResponseLimit } from '../api-response-limits.ts';

/** The kinds of cell in the order they are listed. */
const kinds: readonly OwnerKind[] = ['community', 'village', 'forest', 'other'];

/** What holds for a kind of cell at an instant, what will, and what did, the latest first. */
export type Standing = {
  kind: OwnerKind;
  inForce: ResponseLimit | undefined;
  coming: ResponseLimit | undefined;
  past: ResponseLimit[];
};

/** Every kind of cell, whether it has a limit or not. */
export function standingsOf(limits: readonly ResponseLimit[], now: Date): Standing[] {
  const at = now.getTime();
  const hasEnded = ({ to }: ResponseLimit) => to !== null && Date.parse(to) <= at;
  return kinds.map((kind) => {
    const own = limits.filter(({ ownerKind }) => ownerKind === kind);
    return {
      kind,
      inForce: own.find((limit) => Date.parse(limit.from) <= at && !hasEnded(limit)),
      coming: own.find(({ from }) => Date.parse(from) > at),
      past: own.filter(hasEnded),
    };
  });
}

import type { Margin } from './margins.ts';
import type { Going } from './mixed.ts';

/** Somebody who goes somewhere, by their numbers in the question; the margin where the network gave it. */
export type Placed = Going & { margin: Margin | null };

/** How many posts each has. */
export function usageOf(placed: readonly Going[]): Map<number, number> {
  const used = new Map<number, number>();
  for (const { person } of placed) used.set(person, (used.get(person) ?? 0) + 1);
  return used;
}

/** Who fills each slot. */
export function filledBy(placed: readonly Going[]): Map<number, Set<number>> {
  const filled = new Map<number, Set<number>>();
  for (const { person, slots } of placed)
    for (const slot of slots) filled.set(slot, (filled.get(slot) ?? new Set()).add(person));
  return filled;
}

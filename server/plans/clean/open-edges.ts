/** A closed ring by the numbers of its nodes, the first repeated at the end. */
export type NodedRing = { outline: number; ids: readonly number[] };

/** The outlines that have each node. */
export function ownersOf(count: number, rings: readonly NodedRing[]): Set<number>[] {
  const owners = Array.from({ length: count }, () => new Set<number>());
  for (const { outline, ids } of rings) for (const id of ids) owners[id]?.add(outline);
  return owners;
}

/** Says of an edge whether exactly one ring has it: borders that neighbours share already are not open. */
export function openEdges(rings: readonly NodedRing[]): (a: number, b: number) => boolean {
  const uses = new Map<number, number>();
  const keyOf = (a: number, b: number) => Math.min(a, b) * 67_108_864 + Math.max(a, b);
  for (const { ids } of rings)
    for (let i = 1; i < ids.length; i++) {
      const [a, b] = [ids[i - 1] ?? 0, ids[i] ?? 0];
      if (a !== b) uses.set(keyOf(a, b), (uses.get(keyOf(a, b)) ?? 0) + 1);
    }
  return (a, b) => uses.get(keyOf(a, b)) === 1;
}

/** The nodes at the ends of open edges, ascending. */
export function openEnds(rings: readonly NodedRing[]): number[] {
  const isOpen = openEdges(rings);
  const ends = new Set<number>();
  for (const { ids } of rings)
    for (let i = 1; i < ids.length; i++) {
      const [a, b] = [ids[i - 1] ?? 0, ids[i] ?? 0];
      if (isOpen(a, b)) ends.add(a).add(b);
    }
  return [...ends].sort((a, b) => a - b);
}

export function areDisjoint(
  one: ReadonlySet<number> | undefined,
  other: ReadonlySet<number> | undefined,
): boolean {
  for (const outline of one ?? []) if (other?.has(outline)) return false;
  return true;
}

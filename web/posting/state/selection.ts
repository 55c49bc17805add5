/** What becomes of the chosen cells when others are pointed at. */
export type How = 'replace' | 'add' | 'remove';

export type Selection = ReadonlySet<number>;

/** Cells that were drawn around. */
export function choose(selected: Selection, hits: readonly number[], how: How): Selection {
  if (how === 'replace') return new Set(hits);
  const next = new Set(selected);
  for (const hit of hits) {
    if (how === 'add') next.add(hit);
    else next.delete(hit);
  }
  return next;
}

/**
 * A cell that was clicked: it alone, or, with a key held or under a finger, taken in or out of what is chosen. Once one
 * is said to add or to take out, a click does that.
 */
export function chooseOne(selected: Selection, hit: number, how: How, isAdding: boolean): Selection {
  if (how !== 'replace') return choose(selected, [hit], how);
  if (!isAdding) return new Set([hit]);
  return choose(selected, [hit], selected.has(hit) ? 'remove' : 'add');
}

/** Of what was chosen, what there still is. */
export function keepKnown(selected: Selection, known: ReadonlyMap<number, unknown>): Selection {
  const kept = [...selected].filter((id) => known.has(id));
  return kept.length === selected.size ? selected : new Set(kept);
}

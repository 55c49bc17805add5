/** A person's place, role and period, before it has an id. Exactly one of `cellId` and `areaId` is set. */
export type NewAssignment = {
  personId: number;
  cellId: number | null;
  areaId: number | null;
  role: string;
  from: Date;
  /** Null: open. */
  to: Date | null;
};

/** Tells cells and areas apart in one table of places. */
export function placeKey({ cellId, areaId }: Pick<NewAssignment, 'cellId' | 'areaId'>): string {
  return cellId === null ? `area ${areaId}` : `cell ${cellId}`;
}

/** Everybody to every place. */
export function everyPair(
  personIds: readonly number[],
  places: readonly Pick<NewAssignment, 'cellId' | 'areaId'>[],
  rest: Pick<NewAssignment, 'role' | 'from' | 'to'>,
): NewAssignment[] {
  return personIds.flatMap((personId) => places.map((place) => ({ personId, ...place, ...rest })));
}

/**
 * The same with those of one person, place and role joined where their periods overlap: two former cells of a person
 * that became one are one assignment. Periods that only touch stay apart.
 */
export function withoutDoubles(rows: readonly NewAssignment[]): NewAssignment[] {
  const sorted = [...rows].sort((a, b) => a.from.getTime() - b.from.getTime());
  const last = new Map<string, NewAssignment>();
  const kept: NewAssignment[] = [];
  for (const row of sorted) {
    const key = `${row.personId} ${placeKey(row)} ${row.role}`;
    const before = last.get(key);
    if (before && endsAfter(before.to, row.from)) {
      before.to = laterEnd(before.to, row.to);
      continue;
    }
    const copy = { ...row };
    last.set(key, copy);
    kept.push(copy);
  }
  return kept;
}

/** True where an end (null: never) lies behind an instant. */
export function endsAfter(to: Date | null, at: Date): boolean {
  return to === null || to > at;
}

/** The earlier of two ends; null is none. */
export function earlierEnd(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return a ?? b;
  return a < b ? a : b;
}

function laterEnd(a: Date | null, b: Date | null): Date | null {
  if (a === null || b === null) return null;
  return a > b ? a : b;
}

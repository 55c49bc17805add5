import type { Knex } from 'knex';
import type { KnownArea } from './ground.ts';
import { readInside } from './ground-queries.ts';
import type { Covered } from './places.ts';

/** What lies inside areas, read once for each that a rule names. */
export class CoverBook {
  private readonly cells = new Map<number, ReadonlySet<number>>();
  private readonly areas = new Map<number, ReadonlySet<number>>();

  /** Reads what is not known yet. */
  async read(db: Knex, areaIds: readonly number[]): Promise<void> {
    const unknown = areaIds.filter((id) => !this.cells.has(id));
    if (unknown.length === 0) return;
    for (const { id, cells, areas } of await readInside(db, unknown)) {
      this.cells.set(id, new Set(cells));
      this.areas.set(id, new Set(areas));
    }
  }

  forget(): void {
    this.cells.clear();
    this.areas.clear();
  }

  /** An area covers its descendants and what has its interior point inside it. */
  covered(known: ReadonlyMap<number, KnownArea>): Covered {
    return {
      cell: (areaId, cellId, ownerAreaId) =>
        this.cells.get(areaId)?.has(cellId) === true || descends(known, ownerAreaId, areaId),
      area: (areaId, otherId) =>
        this.areas.get(areaId)?.has(otherId) === true || descends(known, otherId, areaId),
    };
  }
}

function descends(known: ReadonlyMap<number, KnownArea>, areaId: number, ancestorId: number): boolean {
  for (let id: number | null = areaId; id !== null; id = known.get(id)?.parentId ?? null)
    if (id === ancestorId) return true;
  return false;
}

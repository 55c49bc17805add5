import { always } from './interval.ts';
import { placeOfArea } from './person.ts';
import type { Staff } from './staff.ts';

/** A cell that belongs to an area for as long as a plan says so. Epoch ms. */
export type OwnedCell = { cellId: number; from: number; to: number };

/** Which assignments count at a place, and when: an area's for the area, a cell's for the cell and for its owner. */
export type Reach = {
  /** Calls with the rows of a place and the time in which they count there; a row may come several times. */
  forEachRow: (place: number, visit: (row: number, from: number, to: number) => void) => void;
};

export function reachOf(staff: Staff, ownedBy: (areaId: number) => readonly OwnedCell[]): Reach {
  const [begin, end] = always;
  return {
    forEachRow: (place, visit) => {
      for (const row of staff.rowsAt(place)) visit(row, begin, end);
      if (place > 0) return;
      for (const { cellId, from, to } of ownedBy(placeOfArea(place)))
        for (const row of staff.rowsAt(cellId)) visit(row, from, to);
    },
  };
}

import { clip, type Interval } from '../coverage/interval.ts';
import { isAboutAreas, selectsArea, selectsCell } from '../rules/selection.ts';
import type { Ground, GroundPlan } from './ground.ts';
import { merged } from './interval.ts';
import type { Obligation } from './obligation.ts';
import { placeOfArea } from './person.ts';

/** What areas cover, as grants do: by descent, or by the interior point. */
export type Covered = {
  cell: (areaId: number, cellId: number, ownerAreaId: number) => boolean;
  area: (areaId: number, otherId: number) => boolean;
};

/** The places of an obligation and when each is obliged: in order and disjoint, never empty. Epoch ms. */
export type ObligedPlaces = ReadonlyMap<number, readonly Interval[]>;

/**
 * A cell is obliged for as long as plans in force hold it in such a way that the rule selects it: without a break where
 * a plan that keeps it replaces another. Areas are obliged for as long as the rule holds.
 */
export function placesOf(obligation: Obligation, ground: Ground, covered: Covered): ObligedPlaces {
  return isAboutAreas({ ...obligation, kind: 'staffing' })
    ? areasOf(obligation, ground, covered)
    : cellsOf(obligation, ground, covered);
}

function areasOf(obligation: Obligation, { areas }: Ground, covered: Covered): ObligedPlaces {
  const holds: readonly Interval[] = [[obligation.from, obligation.to]];
  const places = new Map<number, readonly Interval[]>();
  for (const area of areas.values())
    if (selectsArea(obligation, area, covered.area)) places.set(placeOfArea(area.id), holds);
  return places;
}

function cellsOf(obligation: Obligation, ground: Ground, covered: Covered): ObligedPlaces {
  const places = new Map<number, readonly Interval[]>();
  for (const plan of ground.plans) {
    const holds = clip([plan.obliged], [obligation.from, obligation.to]);
    if (holds.length === 0) continue;
    forEachSelected(obligation, ground, plan, covered, (cellId) => {
      const known = places.get(cellId);
      places.set(cellId, known ? merged([...known, ...holds]) : holds);
    });
  }
  return places;
}

/** Rules that choose by usage and kind of owner alone are asked once for each of these, not once for each cell. */
function forEachSelected(
  obligation: Obligation,
  { areas, usageNames }: Ground,
  { cells }: GroundPlan,
  covered: Covered,
  visit: (cellId: number) => void,
): void {
  const { selects, scopeAreaIds } = obligation;
  const isBySort = !selects.cells && !selects.areas && scopeAreaIds === null;
  const named = selects.cells && new Set(selects.cells);
  const known = new Map<string, boolean>();
  for (let row = 0; row < cells.ids.length; row++) {
    const [id, owner, usage] = [cells.ids[row] ?? 0, cells.owners[row] ?? 0, cells.usages[row] ?? 0];
    if (named && !named.has(id)) continue;
    const ownerKind = areas.get(owner)?.kind ?? null;
    const sort = isBySort ? `${usage} ${ownerKind}` : '';
    const remembered = isBySort ? known.get(sort) : undefined;
    const isSelected =
      remembered ??
      selectsCell(obligation, { id, usage: usageNames[usage] ?? null, ownerKind }, (areaId) =>
        covered.cell(areaId, id, owner),
      );
    if (isBySort) known.set(sort, isSelected);
    if (isSelected) visit(id);
  }
}

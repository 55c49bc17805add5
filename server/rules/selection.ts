import type { Rule, Selects } from './rule.ts';

/** What a rule needs to know of a cell. */
export type SelectableCell = {
  id: number;
  usage: string | null;
  ownerKind: string | null;
  /** A small number, the same for all cells of the same usage and kind of owner. */
  sort: number;
};

/** What a rule needs to know of an area. */
export type SelectableArea = { id: number; kind: string };

/** What of a rule chooses its places. */
type Selection = Pick<Rule, 'selects' | 'scopeAreaIds'>;

/** Whether an area covers a cell or area, as a grant does. */
export type Covers = (areaId: number, placeId: number) => boolean;

/**
 * What a rule is judged on: cells, but areas where it is about staffing and chooses by area alone. "Every village has an
 * officer" is about villages, and people who are assigned to a village's cells count for it.
 */
export function isAboutAreas({ kind, selects }: Pick<Rule, 'kind' | 'selects'>): boolean {
  const byCell = selects.cells !== undefined || selects.cellUsage !== undefined;
  const byArea = selects.areaKind !== undefined || selects.areas !== undefined;
  return kind === 'staffing' && byArea && !byCell;
}

/** Whether the rule obliges for the cell: inside the areas of whoever made it, and by each of its conditions. */
export function selectsCell(rule: Selection, cell: Omit<SelectableCell, 'sort'>, covers: Covers): boolean {
  const { areaKind, cellUsage, cells, areas } = rule.selects;
  return (
    (areaKind === undefined || cell.ownerKind === areaKind) &&
    (cellUsage === undefined || cell.usage === cellUsage) &&
    (cells === undefined || cells.includes(cell.id)) &&
    isInside(areas, cell.id, covers) &&
    isInside(rule.scopeAreaIds ?? undefined, cell.id, covers)
  );
}

/**
 * The rules that oblige for a cell. Those that choose by usage and kind of owner alone are the same for every cell of a
 * sort, and are not looked at again for each of them.
 */
export function chooseByCell<R extends Rule>(
  rules: readonly R[],
  covers: Covers,
): (cell: SelectableCell) => readonly R[] {
  const isBySort = rules.every(
    ({ selects, scopeAreaIds }) => !selects.cells && !selects.areas && scopeAreaIds === null,
  );
  const known: (readonly R[] | undefined)[] = [];
  return (cell) => {
    const found = isBySort ? known[cell.sort] : undefined;
    if (found) return found;
    const chosen = rules.filter((rule) => selectsCell(rule, cell, covers));
    if (isBySort) known[cell.sort] = chosen;
    return chosen;
  };
}

/** Whether the rule obliges for the area. Chosen areas are meant themselves, unless a kind says what in them is. */
export function selectsArea(rule: Selection, area: SelectableArea, covers: Covers): boolean {
  const { areaKind, areas } = rule.selects;
  const chosen = areaKind === undefined ? areas?.includes(area.id) : isInside(areas, area.id, covers);
  return (
    chosen !== false &&
    (areaKind === undefined || area.kind === areaKind) &&
    isInside(rule.scopeAreaIds ?? undefined, area.id, covers)
  );
}

/** Every area that must be asked what it covers before the rules can choose. */
export function areasToCover(rules: readonly Selection[]): number[] {
  const ids = rules.flatMap(({ selects, scopeAreaIds }) => [
    ...(selects.areas ?? []),
    ...(scopeAreaIds ?? []),
  ]);
  return [...new Set(ids)];
}

function isInside(areas: Selects['areas'] | readonly number[], placeId: number, covers: Covers): boolean {
  return areas === undefined || areas.some((areaId) => covers(areaId, placeId));
}

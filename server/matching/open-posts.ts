import type { FoundGap } from '../coverage/gaps.ts';
import { gapId } from '../coverage/gaps.ts';
import type { PersonFacts } from './candidate-queries.ts';
import type { OpenPost, Priority, Requirement } from './post.ts';

/** Gaps that somebody assigned would close. */
export const staffKinds = ['unassigned-land', 'no-officer', 'short-staffed'] as const;

export function isStaffGap(gap: FoundGap): boolean {
  if (gap.kind === 'unassigned-land') return 'cell' in gap;
  return gap.kind === 'no-officer' || gap.kind === 'short-staffed';
}

/**
 * The gaps as posts to fill. `priorityOf` is asked by rule, null being what every cell is obliged to; `ownAreasOf` for
 * the areas at which a further role is to be held, undefined being anywhere.
 */
export function openPosts(
  gaps: readonly FoundGap[],
  people: readonly PersonFacts[],
  townships: ReadonlyMap<number, number>,
  priorityOf: (ruleId: number | null) => Priority,
  ownAreasOf: (gap: FoundGap) => number[] | undefined,
): OpenPost[] {
  const presentAt = presence(people);
  return gaps.filter(isStaffGap).map((gap): OpenPost => {
    const alsoAreas = ownAreasOf(gap);
    const requires = { ...requirementOf(gap), ...(alsoAreas && { alsoAreas }) };
    const place =
      'cell' in gap
        ? {
            cellId: gap.cell.id,
            areaId: null,
            ownerAreaId: gap.cell.ownerAreaId,
            position: gap.cell.position,
          }
        : { cellId: null, areaId: gap.area.id, ownerAreaId: gap.area.id, position: gap.area.position };
    const { ownerAreaId } = place;
    return {
      ...place,
      ...{ gapId: gapId(gap), ruleId: gap.rule?.id ?? null, requires, missing: gap.missing },
      priority: priorityOf(gap.rule?.id ?? null),
      townshipId: ownerAreaId === null ? null : (townships.get(ownerAreaId) ?? null),
      present: presentAt(place, requires.role),
    };
  });
}

export function requirementOf({ kind, rule }: FoundGap): Requirement {
  if (rule?.kind === 'staffing') {
    const { atLeast: _, ...requires } = rule.requires;
    return requires;
  }
  return kind === 'no-officer' ? { kind: 'officer' } : {};
}

/** Who serves at a place; where a role is asked for, those who have it there. */
function presence(people: readonly PersonFacts[]) {
  const at = new Map<string, { id: number; role: string }[]>();
  for (const { id, held } of people)
    for (const { cellId, areaId, ownerAreaId, role } of held)
      for (const place of [`cell ${cellId}`, `area ${areaId ?? ownerAreaId}`])
        at.set(place, [...(at.get(place) ?? []), { id, role }]);
  return (place: Pick<OpenPost, 'cellId' | 'areaId'>, role: string | undefined): number[] => {
    const there = at.get(place.cellId === null ? `area ${place.areaId}` : `cell ${place.cellId}`) ?? [];
    const serving = there.filter((one) => role === undefined || one.role === role);
    return [...new Set(serving.map(({ id }) => id))];
  };
}

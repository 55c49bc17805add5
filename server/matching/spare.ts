import type { Rule } from '../rules/rule.ts';
import { isAboutAreas } from '../rules/selection.ts';
import type { Held, PersonFacts } from './candidate-queries.ts';

/**
 * Whether an assignment could end and every rule that may be about its place would still be met, whoever else is there:
 * so many others of the kind remain as any rule asks for, and none asks for what this person brings beside the kind.
 */
export function spareTest(
  people: readonly PersonFacts[],
  rules: readonly Rule[],
): (person: PersonFacts, held: Held) => boolean {
  const kindsAt = countKinds(people);
  const staffing = rules.filter((rule) => rule.kind === 'staffing');
  return (person, held) => {
    const left = (place: string) => (kindsAt.get(`${place} ${person.kind}`)?.size ?? 0) - 1;
    const atCell = held.cellId === null ? 0 : left(`cell ${held.cellId}`);
    const owner = held.areaId ?? held.ownerAreaId;
    const atOwner = owner === null ? Number.POSITIVE_INFINITY : left(`area ${owner}`);
    if (held.cellId !== null && atCell < 1) return false;
    return staffing.every((rule) => {
      const { kind, role, skill, teamKind, alsoRole, atLeast } = rule.requires;
      if (kind !== undefined && kind !== person.kind) return true;
      if (role === held.role || alsoRole !== undefined) return false;
      if (skill !== undefined && person.skills.includes(skill)) return false;
      if (teamKind !== undefined && person.teams.some((team) => team.kind === teamKind)) return false;
      if (role !== undefined || skill !== undefined || teamKind !== undefined) return true;
      return (isAboutAreas(rule) ? atOwner : held.cellId === null ? atLeast : atCell) >= atLeast;
    });
  };
}

/** How many different people of each kind serve in each cell, and in each area by itself or its cells. */
function countKinds(people: readonly PersonFacts[]): Map<string, Set<number>> {
  const kindsAt = new Map<string, Set<number>>();
  const add = (place: string, { id, kind }: PersonFacts) => {
    const key = `${place} ${kind}`;
    kindsAt.set(key, (kindsAt.get(key) ?? new Set()).add(id));
  };
  for (const person of people)
    for (const { cellId, areaId, ownerAreaId } of person.held) {
      if (cellId !== null) add(`cell ${cellId}`, person);
      const owner = areaId ?? ownerAreaId;
      if (owner !== null) add(`area ${owner}`, person);
    }
  return kindsAt;
}

import type { StaffingRule } from '../rules/rule.ts';

/** What a staffing rule obliges to, whatever it is called: stored, or only thought of. */
export type Obligation = Pick<StaffingRule, 'selects' | 'requires' | 'scopeAreaIds' | 'from' | 'to'>;

const ofEveryCell = { selects: {}, scopeAreaIds: null, from: 0, to: Number.POSITIVE_INFINITY } as const;

/** What every cell in force is obliged to without a rule: somebody is assigned to it, and an officer. */
export const somebody: Obligation = { ...ofEveryCell, requires: { atLeast: 1 } };
export const anOfficer: Obligation = { ...ofEveryCell, requires: { atLeast: 1, kind: 'officer' } };

/** The same for obligations that mean the same. */
export function keyOf({ selects, requires, scopeAreaIds, from, to }: Obligation): string {
  return JSON.stringify([selects, requires, scopeAreaIds, from, to]);
}

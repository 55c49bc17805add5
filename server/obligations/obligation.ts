import type { StaffingRule } from '../rules/rule.ts';

/** What a staffing rule obliges to, whatever it is called: stored, or only thought of. */
export type Obligation = Pick<StaffingRule, 'selects' | 'requires' | 'scopeAreaIds' | 'from' | 'to'>;

const ofEveryCell = { selects: {}, scopeAreaIds: null, from: 0, to: Number.POSITIVE_INFINITY } as const;

/** What every cell in force is obliged to without a rule: somebody is assigned to it, and an officer. */
export const somebody: Obligation = { ...ofEveryCell, requires: { atLeast: 1 } };
export const anOfficer: Obligation = { ...ofEveryCell, requires: { atLeast: 1, kind: 'officer' } };

/** Nobody is obliged to it, but coverage counts volunteers as it counts officers. */
export const aVolunteer: Obligation = { ...ofEveryCell, requires: { atLeast: 1, kind: 'volunteer' } };

const keys = new WeakMap<Obligation, string>();

/** The same for obligations that mean the same. */
export function keyOf(obligation: Obligation): string {
  const known = keys.get(obligation);
  if (known !== undefined) return known;
  const { selects, requires, scopeAreaIds, from, to } = obligation;
  const key = JSON.stringify([selects, requires, scopeAreaIds, from, to]);
  keys.set(obligation, key);
  return key;
}

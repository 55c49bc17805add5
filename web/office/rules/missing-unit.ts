import type { RuleInput } from '../../types-office.ts';

export type MissingUnit = 'people' | 'visits' | 'windows' | 'minutes' | 'points' | 'metres';

/** What a rule's shortfalls are counted in; undefined where only shares are measured. */
export function missingUnit({
  kind,
  requires,
}: Pick<RuleInput, 'kind' | 'requires'>): MissingUnit | undefined {
  if (kind === 'staffing') return 'people';
  const { measure, of } = { measure: requires['measure'], of: requires['of'] };
  if (measure === 'presence') return of === 'time' ? 'minutes' : 'windows';
  if (measure === 'points') return 'points';
  if (measure === 'corridor') return 'metres';
  return measure === 'sweep' || measure === 'squares' ? undefined : 'visits';
}

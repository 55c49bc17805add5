import { emptyHoursObjections, hoursObjections } from './check-hours.ts';
import { patrolObjections } from './check-patrol.ts';
import { type Objection, refusal } from './objection.ts';
import type { RuleInput, StaffingRequirement } from './rule.ts';

/** Throws InvalidInput where a rule contradicts itself. */
export function checkRule(input: RuleInput, from: Date, timeZone: string): void {
  const { requires } = input;
  const { hours = [] } = requires;
  const to = input.to ?? null;
  const contradictions = [
    ...periodObjections(from, to),
    ...hoursObjections(hours),
    ...(input.kind === 'patrol' ? patrolObjections(input.requires) : staffingObjections(input.requires)),
  ];
  if (contradictions.length > 0) throw refusal('rule-contradicts-itself', contradictions);
  const never = hours.length > 0 ? emptyHoursObjections(hours, from, to, timeZone) : [];
  if (never.length > 0) throw refusal('rule-contradicts-itself', never);
}

/** Throws InvalidInput where the end is not after the beginning. */
export function checkEnd(from: Date, to: Date | null): void {
  const objections = periodObjections(from, to);
  if (objections.length > 0) throw refusal('rule-contradicts-itself', objections);
}

function periodObjections(from: Date, to: Date | null): Objection[] {
  if (to === null || to > from) return [];
  return [
    { path: 'to', english: 'A rule ends after it begins.', chinese: '规则的结束时间必须晚于开始时间。' },
  ];
}

function staffingObjections({ role, alsoRole, alsoAt }: StaffingRequirement): Objection[] {
  if (alsoAt !== undefined && alsoRole === undefined)
    return [
      {
        path: 'requires.alsoAt',
        english: 'Say which further role is to be held there, or leave the place out.',
        chinese: '请填写在该处担任的角色，或去掉该地点。',
      },
    ];
  if (alsoAt !== undefined || alsoRole === undefined || alsoRole !== role) return [];
  return [
    {
      path: 'requires.alsoRole',
      english: 'Role and further role are the same; name two different ones, or one alone.',
      chinese: '角色与兼任角色相同；请填写两个不同的角色，或只填一个。',
    },
  ];
}

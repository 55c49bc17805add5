import { emptyHoursObjections, hoursObjections } from './check-hours.ts';
import { type Objection, refusal } from './objection.ts';
import type {
  PatrolInput,
  RevisitRequirement,
  RuleInput,
  StaffingRequirement,
  VisitsRequirement,
} from './rule.ts';

/** Throws InvalidInput where a rule contradicts itself, or asks for what cannot be judged yet. */
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
  if (input.kind === 'staffing') return;
  const unjudged = [
    ...(requires.hours === undefined ? [] : [patrolHoursAreNotJudged]),
    ...(requirementOf(input.requires) === undefined ? [measureIsNotJudged(input.requires.measure)] : []),
  ];
  if (unjudged.length > 0) throw refusal('rule-not-judged', unjudged);
}

/** What a patrol rule asks for, complete; undefined where its measure cannot be judged. */
export function requirementOf(requires: PatrolInput): VisitsRequirement | RevisitRequirement | undefined {
  const { measure, atLeast, per, everyHours, minMinutes = 0 } = requires;
  if (measure === 'visits' && atLeast !== undefined && per !== undefined)
    return { measure, atLeast, per, minMinutes };
  if (measure === 'revisit' && everyHours !== undefined) return { measure, everyHours, minMinutes };
  return undefined;
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

function staffingObjections({ role, alsoRole }: StaffingRequirement): Objection[] {
  if (alsoRole === undefined || alsoRole !== role) return [];
  return [
    {
      path: 'requires.alsoRole',
      english: 'Role and further role are the same; name two different ones, or one alone.',
      chinese: '角色与兼任角色相同；请填写两个不同的角色，或只填一个。',
    },
  ];
}

const needed = {
  visits: ['atLeast', 'per'],
  revisit: ['everyHours'],
} as const;

const meaningless = {
  visits: ['everyHours', 'share', 'widthMetres'],
  revisit: ['atLeast', 'per', 'share', 'widthMetres'],
} as const;

function patrolObjections(requires: PatrolInput): Objection[] {
  const { measure } = requires;
  if (measure !== 'visits' && measure !== 'revisit') return [];
  const lacking = needed[measure].filter((field) => requires[field] === undefined);
  const surplus = meaningless[measure].filter((field) => requires[field] !== undefined);
  return [
    ...lacking.map((field) => ({
      path: `requires.${field}`,
      english: `The measure ${measure} needs ${field}.`,
      chinese: `指标 ${measure} 需要 ${field}。`,
    })),
    ...surplus.map((field) => ({
      path: `requires.${field}`,
      english: `The measure ${measure} does not take ${field}.`,
      chinese: `指标 ${measure} 不使用 ${field}。`,
    })),
  ];
}

const patrolHoursAreNotJudged: Objection = {
  path: 'requires.hours',
  english:
    'Patrol rules for hours of the week cannot be judged yet, so this one is not stored; leave hours out.',
  chinese: '目前还不能按每周时段判定巡逻规则，因此未保存；请去掉 hours。',
};

function measureIsNotJudged(measure: string): Objection {
  return {
    path: 'requires.measure',
    english: `The measure ${measure} cannot be judged yet, so the rule is not stored; visits and revisit can.`,
    chinese: `目前还不能判定指标 ${measure}，因此规则未保存；可使用 visits 或 revisit。`,
  };
}

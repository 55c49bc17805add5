import { z } from 'zod';
import type { Language } from '../http/problem.ts';
import type { NewAssignment } from './new-assignment.ts';

const refusalReasons = [
  'person-not-found',
  'place-not-found',
  'assignment-not-found',
  'assignment-of-another-area',
  'person-not-joined',
  'person-has-left',
  'person-leaves-earlier',
  'cell-not-in-force',
  'overlaps',
  'already-ended',
  'begins-later',
  'same-place',
  'cell-stays',
] as const;
export type RefusalReason = (typeof refusalReasons)[number];

export const refusal = z.object({
  reason: z.enum(refusalReasons),
  message: z.string().meta({ description: 'Who, where, what stands against it, and what to do' }),
  assignmentId: z.int().nullable().meta({ description: 'That was to be ended or moved' }),
  personId: z.int().nullable(),
  cellId: z.int().nullable(),
  areaId: z.int().nullable(),
  role: z.string(),
  existing: z
    .object({
      id: z.int(),
      from: z.iso.datetime(),
      to: z.iso.datetime().nullable(),
      enteredBy: z.string().nullable().meta({ description: 'Who entered it, where that is known' }),
      enteredAt: z.iso.datetime().nullable(),
    })
    .nullable()
    .meta({ description: 'The assignment that it overlaps' }),
});

/** An assignment that stands against another. */
export type Existing = {
  id: number;
  from: Date;
  to: Date | null;
  enteredBy: string | null;
  enteredAt: Date | null;
};

/** What is not done, and why; the names are those of the registers. */
export type Refused = {
  reason: RefusalReason;
  assignmentId: number | null;
  row: Pick<NewAssignment, 'personId' | 'cellId' | 'areaId' | 'role'>;
  personName: string | null;
  placeName: string | null;
  joinedOn: string | null;
  leftOn: string | null;
  existing: Existing | null;
};

/** What is sent of it, in the caller's language. */
export function toldRefusal(refused: Refused, language: Language, timeText: (at: Date) => string) {
  const { reason, assignmentId, row, existing } = refused;
  const [english, chinese] = sentences(refused, timeText);
  return {
    reason,
    message: language === 'zh' ? chinese : english,
    assignmentId,
    personId: row.personId || null,
    cellId: row.cellId,
    areaId: row.areaId,
    role: row.role,
    existing,
  };
}

/** The same refusal in English and in Chinese. */
export function sentences(refused: Refused, timeText: (at: Date) => string): [string, string] {
  const { row, assignmentId, joinedOn, leftOn, existing } = refused;
  const who = refused.personName ?? `#${row.personId}`;
  const where = refused.placeName ?? `#${row.cellId ?? row.areaId}`;
  const texts: Record<RefusalReason, () => [string, string]> = {
    'person-not-found': () => [
      `There is no person ${row.personId} in your area.`,
      `您的辖区内没有人员 ${row.personId}。`,
    ],
    'place-not-found': () => [
      `There is no ${row.cellId === null ? 'area' : 'cell'} ${row.cellId ?? row.areaId} in your area.`,
      `您的辖区内没有${row.cellId === null ? '辖区' : '网格'} ${row.cellId ?? row.areaId}。`,
    ],
    'assignment-not-found': () => [
      `There is no assignment ${assignmentId} in your area any more.`,
      `您的辖区内已没有包片 ${assignmentId}。`,
    ],
    'assignment-of-another-area': () => [
      `${who} in ${where}: the person or the place belongs to another area; only who covers both can change it.`,
      `${who}（${where}）：人员或地点属于其他辖区，只有同时管辖两者的人可以修改。`,
    ],
    'person-not-joined': () => [
      `${who} joins on ${joinedOn}: give a beginning no earlier than that day.`,
      `${who}于 ${joinedOn} 入队：开始时间不能早于当日。`,
    ],
    'person-has-left': () => [`${who} has left on ${leftOn}.`, `${who}已于 ${leftOn} 离队。`],
    'person-leaves-earlier': () => [
      `${who} leaves on ${leftOn}: give an end no later than that day, or let it end there.`,
      `${who}将于 ${leftOn} 离队：请把结束时间提前，或让包片到当日为止。`,
    ],
    'cell-not-in-force': () => [
      `No published plan holds the cell ${where} at that time: choose a cell of the plan in force.`,
      `该时段没有已发布的方案包含网格${where}，请选择现行方案中的网格。`,
    ],
    overlaps: () => overlapSentences(who, where, row.role, existing, timeText),
    'already-ended': () => [
      `${who} in ${where} has already ended by then.`,
      `${who}在${where}的包片届时已经结束。`,
    ],
    'begins-later': () => [
      `${who} in ${where} has begun, and not before that time: an end must lie behind its beginning.`,
      `${who}在${where}的包片已经开始，结束时间须晚于其开始时间。`,
    ],
    'cell-stays': () => [
      `${who} keeps ${where}: a published plan holds the cell, nothing has to be re-homed.`,
      `${who}保留${where}：已发布的方案仍包含该网格，无需重新安排。`,
    ],
    'same-place': () => [`${who} is already in ${where}.`, `${who}已在${where}。`],
  };
  return texts[refused.reason]();
}

function overlapSentences(
  who: string,
  where: string,
  role: string,
  existing: Existing | null,
  timeText: (at: Date) => string,
): [string, string] {
  const [english, chinese] = existing ? periodTexts(existing, timeText) : ['', ''];
  const by = existing?.enteredBy ?? null;
  const at = existing?.enteredAt ? timeText(existing.enteredAt) : '';
  return [
    `${who} already has the role ${role} in ${where} (${english}${by ? `; entered by ${by}, ${at}` : ''}).`,
    `${who}在${where}已有“${role}”角色（${chinese}${by ? `；由${by}于 ${at} 录入` : ''}）。`,
  ];
}

/** A period in English and in Chinese; one without an end goes on. */
export function periodTexts(
  { from, to }: Pick<Existing, 'from' | 'to'>,
  timeText: (at: Date) => string,
): [string, string] {
  const begins = timeText(from);
  if (to === null) return [`since ${begins}`, `自 ${begins} 起`];
  const period = `${begins} – ${timeText(to)}`;
  return [period, period];
}

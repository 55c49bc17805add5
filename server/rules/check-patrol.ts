import type { Objection } from './objection.ts';
import type { PatrolInput } from './rule.ts';

type Measure = PatrolInput['measure'];
type Field = Exclude<keyof PatrolInput, 'measure'>;

const byWhom = ['kind', 'role'] as const;

const needed: Record<Measure, readonly Field[]> = {
  visits: ['atLeast', 'per'],
  revisit: ['everyHours'],
  presence: ['share'],
  points: ['share'],
  corridor: ['share'],
  sweep: ['share', 'widthMetres'],
  squares: ['share'],
};

const taken: Record<Measure, readonly Field[]> = {
  visits: ['minMinutes', 'hours', 'slotMinutes', 'share', ...byWhom],
  revisit: ['minMinutes', 'hours', ...byWhom],
  presence: ['atLeast', 'per', 'hours', 'of', 'windowShare', 'holeMinutes', 'at', 'pointKind', ...byWhom],
  points: ['minMinutes', 'per', 'days', 'keyDays', 'pointKind', ...byWhom],
  corridor: ['atLeast', 'per', 'hours', ...byWhom],
  sweep: ['per', 'days'],
  squares: ['per', 'days', 'minMetres', ...byWhom],
};

/** What a patrol rule lacks, what its measure has no use for, and what does not go together. */
export function patrolObjections(requires: PatrolInput): Objection[] {
  const { measure } = requires;
  const isGiven = (field: Field) => requires[field] !== undefined;
  const lacking = needed[measure].filter((field) => !isGiven(field));
  const known = new Set<string>(['measure', ...needed[measure], ...taken[measure]]);
  const given = Object.keys(requires).filter((field) => requires[field as Field] !== undefined);
  return [
    ...lacking.map((field) =>
      objection(field, `The measure ${measure} needs ${field}.`, `指标 ${measure} 需要 ${field}。`),
    ),
    ...given
      .filter((field) => !known.has(field))
      .map((field) =>
        objection(
          field,
          `The measure ${measure} does not take ${field}.`,
          `指标 ${measure} 不使用 ${field}。`,
        ),
      ),
    ...together(requires),
  ];
}

function together(requires: PatrolInput): Objection[] {
  const { measure, hours, slotMinutes, share, days, keyDays, per, of = 'windows', at = 'cell' } = requires;
  const isPeriodic = measure === 'points' || measure === 'sweep' || measure === 'squares';
  const windows = measure === 'presence' && of === 'windows';
  const wrong: [boolean, Field, string, string][] = [
    [
      slotMinutes !== undefined && !hours,
      'hours',
      'Slots are cut from hours: give the hours.',
      '时段须从 hours 中划分：请填写 hours。',
    ],
    [
      measure === 'visits' && share !== undefined && slotMinutes === undefined,
      'slotMinutes',
      'A share of visits is one of slots: give slotMinutes.',
      '到访的比例按时段计算：请填写 slotMinutes。',
    ],
    [
      slotMinutes !== undefined && share === undefined,
      'share',
      'Slots need the share of them that is to be visited.',
      '划分时段后须填写应到访的比例 share。',
    ],
    [
      windows && !hours,
      'hours',
      'Windows that are to be manned are hours: give the hours, or count the time (of: time).',
      '值守窗口即 hours：请填写 hours，或改为按时间计算（of: time）。',
    ],
    [
      measure === 'presence' && of === 'time' && requires.windowShare !== undefined,
      'windowShare',
      'A share of windows goes with windows, not with time.',
      'windowShare 仅用于按窗口计算。',
    ],
    [
      windows && requires.holeMinutes !== undefined,
      'holeMinutes',
      'The longest hole goes with time, not with windows.',
      'holeMinutes 仅用于按时间计算。',
    ],
    [
      measure === 'presence' && at === 'cell' && requires.pointKind !== undefined,
      'pointKind',
      'A kind of point goes with presence at points (at: points).',
      'pointKind 仅用于走访点值守（at: points）。',
    ],
    [
      isPeriodic && per === undefined && days === undefined,
      'days',
      `The measure ${measure} needs days or per.`,
      `指标 ${measure} 需要 days 或 per。`,
    ],
    [
      isPeriodic && per !== undefined && days !== undefined,
      'per',
      'Give either days or per.',
      'days 与 per 只能填写一项。',
    ],
    [
      keyDays !== undefined && days === undefined,
      'keyDays',
      'Days of key points go with the days of the others.',
      'keyDays 须与 days 同时填写。',
    ],
  ];
  return wrong.flatMap(([isWrong, field, english, chinese]) =>
    isWrong ? [objection(field, english, chinese)] : [],
  );
}

const objection = (field: string, english: string, chinese: string): Objection => ({
  path: `requires.${field}`,
  english,
  chinese,
});

import type { Told } from '../../../server/rules/sentence.ts';
import type { AreaKind } from '../../types.ts';
import type { PersonKind, Rule, RuleInput } from '../../types-office.ts';
import { areHoursWhole, type WeekHours } from '../hours-text.ts';

/** `measured` is whatever else a patrol rule can ask for, begun from a template. */
export type Measure = 'staffing' | 'visits' | 'revisit' | 'measured';

/** What a rule is about: every cell, cells of a usage, those of a kind of area or such areas, or chosen ones. */
export type Subject = 'cells' | 'usage' | 'chosen-cells' | 'chosen-areas' | `area:${AreaKind}`;

/** A rule while it is written. Null is a condition that is not made; an empty text one that is not yet said. */
export type Draft = {
  name: string;
  measure: Measure;
  subject: Subject;
  usage: string;
  cells: number[];
  /** The chosen areas, or those that the rule is limited to. */
  areas: number[] | null;
  atLeast: number | null;
  kind: PersonKind | null;
  /** Whose patrols count; null is everybody's. */
  by: PersonKind | null;
  role: string | null;
  skill: string | null;
  teamKind: string | null;
  alsoRole: string | null;
  /** Of which kind the place's own area is where the further role is held; null is anywhere. */
  alsoAt: AreaKind | null;
  hours: WeekHours[] | null;
  everyHours: number | null;
  per: 'day' | 'week' | 'month';
  minMinutes: number | null;
  /** What a measured rule asks for, but for its hours and whose patrols count. */
  asked: Told['requires'] | null;
};

/** The conditions that can be added to a sentence and taken away again. */
export type Clause =
  | 'areas'
  | 'by'
  | 'role'
  | 'skill'
  | 'teamKind'
  | 'alsoRole'
  | 'alsoAt'
  | 'hours'
  | 'minMinutes';

export const newDraft: Draft = {
  name: '',
  measure: 'staffing',
  subject: 'area:community',
  usage: 'school',
  cells: [],
  areas: null,
  atLeast: 1,
  kind: 'volunteer',
  by: null,
  role: null,
  skill: null,
  teamKind: null,
  alsoRole: null,
  alsoAt: null,
  hours: null,
  everyHours: 72,
  per: 'week',
  minMinutes: null,
  asked: null,
};

const firstHours: WeekHours[] = [{ days: [1, 2, 3, 4, 5], from: '07:20', to: '08:00', schoolDays: true }];

/** What a condition says when it is added. */
export const opening: Pick<Draft, Clause> = {
  areas: [],
  by: 'officer',
  role: '',
  skill: '',
  teamKind: 'campus',
  alsoRole: '',
  alsoAt: 'township',
  hours: firstHours,
  minMinutes: 10,
};

/** The conditions that a rule of this measure and subject can still be given. */
export function clausesFor(draft: Draft): Clause[] {
  const ofMeasure = clausesOf(draft);
  const all: Clause[] = draft.subject === 'chosen-areas' ? ofMeasure : [...ofMeasure, 'areas'];
  return all.filter((clause) => draft[clause] === null);
}

function clausesOf({ measure, asked, alsoRole }: Draft): Clause[] {
  if (measure === 'staffing')
    return [
      'role',
      'skill',
      'teamKind',
      'alsoRole',
      ...(alsoRole === null ? [] : ['alsoAt' as const]),
      'hours',
    ];
  if (measure !== 'measured') return ['minMinutes', 'by', 'role'];
  switch (asked?.measure) {
    case 'sweep':
    case 'squares':
      return [];
    case 'points':
      return ['by', 'role'];
    case 'presence':
      return ['role', 'hours'];
    default:
      return ['by', 'role', 'hours'];
  }
}

/** Presence always says of whom. */
export function asksPresence({ measure, asked }: Pick<Draft, 'measure' | 'asked'>): boolean {
  return measure === 'measured' && asked?.measure === 'presence';
}

/** The subjects that a measure can be about; only staffing is about areas themselves. */
export function subjectsFor(measure: Measure): Subject[] {
  const owners: Subject[] = ['area:village', 'area:community', 'area:forest'];
  if (measure !== 'staffing') return ['cells', 'usage', ...owners, 'chosen-cells'];
  return [...owners, 'area:township', 'area:station', 'cells', 'usage', 'chosen-areas', 'chosen-cells'];
}

/** A draft with another measure; a subject that it cannot be about becomes every cell. */
export function withMeasure(draft: Draft, measure: Measure): Draft {
  const subject = subjectsFor(measure).includes(draft.subject) ? draft.subject : 'cells';
  const isOther = (measure === 'staffing') !== (draft.measure === 'staffing');
  return withSubject({ ...draft, measure, ...(isOther && { by: null, role: null }) }, subject);
}

/** A draft about something else; areas are chosen there or limit it, and are kept either way. */
export function withSubject(draft: Draft, subject: Subject): Draft {
  if (subject === 'chosen-areas') return { ...draft, subject, areas: draft.areas ?? [] };
  const areas = draft.subject === 'chosen-areas' && draft.areas?.length === 0 ? null : draft.areas;
  return { ...draft, subject, areas };
}

/** The rule as its sentence tells it. */
export function toldOf(draft: Draft): Told {
  const { measure, atLeast, everyHours, per } = draft;
  const selects = selectsOf(draft);
  const by = { ...(draft.by && { kind: draft.by }), ...(draft.role !== null && { role: draft.role.trim() }) };
  if (measure === 'staffing') return { kind: 'staffing', selects, requires: staffingOf(draft) };
  if (measure === 'measured')
    return {
      kind: 'patrol',
      selects,
      requires: { ...draft.asked, ...by, ...(draft.hours && { hours: draft.hours }) },
    };
  const minMinutes = draft.minMinutes ?? undefined;
  if (measure === 'revisit')
    return {
      kind: 'patrol',
      selects,
      requires: { measure, everyHours: everyHours ?? undefined, minMinutes, ...by },
    };
  return {
    kind: 'patrol',
    selects,
    requires: { measure, atLeast: atLeast ?? undefined, per, minMinutes, ...by },
  };
}

function selectsOf({ subject, usage, cells, areas }: Draft): Told['selects'] {
  return {
    ...(subject.startsWith('area:') && { areaKind: subject.slice('area:'.length) }),
    ...(subject === 'usage' && { cellUsage: usage }),
    ...(subject === 'chosen-cells' && { cells }),
    ...(areas !== null && { areas }),
  };
}

function staffingOf({
  atLeast,
  kind,
  role,
  skill,
  teamKind,
  alsoRole,
  alsoAt,
  hours,
}: Draft): Told['requires'] {
  return {
    ...(atLeast !== null && { atLeast }),
    ...(kind !== null && { kind }),
    ...(role !== null && { role: role.trim() }),
    ...(skill !== null && { skill: skill.trim() }),
    ...(teamKind !== null && { teamKind }),
    ...(alsoRole !== null && { alsoRole: alsoRole.trim() }),
    ...(alsoRole !== null && alsoAt !== null && { alsoAt }),
    ...(hours !== null && { hours }),
  };
}

export type DraftFault = 'usage' | 'cells' | 'areas' | 'count' | 'word' | 'hours';

/** What is still missing before anybody can be asked what the rule would find. */
export function draftFault(draft: Draft): DraftFault | undefined {
  const { measure, subject, usage, cells, areas, role, skill, alsoRole, hours } = draft;
  if (subject === 'usage' && usage.trim() === '') return 'usage';
  if (subject === 'chosen-cells' && cells.length === 0) return 'cells';
  if (areas !== null && areas.length === 0) return 'areas';
  if ([role, skill, alsoRole].some((word) => word !== null && word.trim() === '')) return 'word';
  if (measure === 'measured') return areHoursWhole(hours) ? undefined : 'hours';
  const count = measure === 'revisit' ? draft.everyHours : draft.atLeast;
  if (count === null || !(count >= 1)) return 'count';
  if (measure !== 'staffing') return undefined;
  return areHoursWhole(hours) ? undefined : 'hours';
}

/** The rule as it is sent; only for a draft without faults. Times are RFC 3339. */
export function inputOf(draft: Draft, name: string, { from, to }: { from?: string; to?: string }): RuleInput {
  const { kind, selects, requires } = toldOf(draft);
  // The subjects of a draft are the area kinds there are.
  return {
    name,
    kind,
    selects: selects as RuleInput['selects'],
    requires: { ...requires },
    ...(from && { from }),
    ...(to && { to }),
  };
}

/** A stored rule as a draft, to be replaced. */
export function draftOf(rule: Rule): Draft {
  const { selects, requires } = rule;
  const measure = measureOf(requires);
  const { hours: _hours, kind: _kind, role: _role, ...asked } = requires;
  return {
    ...newDraft,
    name: rule.name,
    measure,
    subject: subjectOf(rule),
    usage: selects.cellUsage ?? '',
    cells: selects.cells ?? [],
    areas: selects.areas ?? null,
    atLeast: requires.atLeast ?? 1,
    kind: requires.kind ?? null,
    by: measure === 'staffing' ? null : (requires.kind ?? null),
    role: requires.role ?? null,
    skill: requires.skill ?? null,
    teamKind: requires.teamKind ?? null,
    alsoRole: requires.alsoRole ?? null,
    alsoAt: requires.alsoAt ?? null,
    hours: requires.hours ?? null,
    everyHours: requires.everyHours ?? newDraft.everyHours,
    per: requires.per ?? newDraft.per,
    minMinutes: requires.minMinutes || null,
    asked: measure === 'measured' ? asked : null,
  };
}

function measureOf({ measure, hours, slotMinutes }: Rule['requires']): Measure {
  if (measure === undefined) return 'staffing';
  const isPlain = !hours && slotMinutes === undefined;
  return isPlain && (measure === 'visits' || measure === 'revisit') ? measure : 'measured';
}

function subjectOf({ selects }: Rule): Subject {
  if (selects.cells) return 'chosen-cells';
  if (selects.cellUsage !== undefined) return 'usage';
  if (selects.areaKind) return `area:${selects.areaKind}`;
  return selects.areas ? 'chosen-areas' : 'cells';
}

/** Whether the form can show all of a rule; one made by a script may combine what it has no words for. */
export function isShown({ selects }: Rule): boolean {
  const combined = [selects.cells, selects.cellUsage, selects.areaKind].filter((one) => one !== undefined);
  return combined.length <= 1;
}

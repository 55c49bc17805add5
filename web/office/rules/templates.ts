import type { Told } from '../../../server/rules/sentence.ts';
import type { WeekHours } from '../hours-text.ts';
import type { Draft, Subject } from './draft.ts';

/** The kinds of places that rules are offered for, with the defaults of METHODS B3; each may be changed. */
export const templateNames = [
  'schoolGate',
  'market',
  'residential',
  'village',
  'forest',
  'grassland',
  'checkpoint',
  'road',
] as const;
export type TemplateName = (typeof templateNames)[number];

type Template = { subject: Subject; usage?: string; asked: Told['requires']; hours: WeekHours[] | null };

const everyDay = [1, 2, 3, 4, 5, 6, 7];
const schoolDay = { days: everyDay, schoolDays: true };

const templates: Record<TemplateName, Template> = {
  // Half an hour before to a quarter of an hour after school begins at 8:00 and ends at 16:30.
  schoolGate: {
    subject: 'usage',
    usage: 'school',
    asked: {
      measure: 'presence',
      at: 'points',
      pointKind: 'gate',
      atLeast: 1,
      share: 0.8,
      windowShare: 0.95,
      per: 'week',
    },
    hours: [
      { ...schoolDay, from: '07:30', to: '08:15' },
      { ...schoolDay, from: '16:00', to: '16:45' },
    ],
  },
  market: {
    subject: 'usage',
    usage: 'market',
    asked: { measure: 'visits', atLeast: 1, minMinutes: 10, slotMinutes: 120, share: 0.7, per: 'day' },
    hours: [{ days: everyDay, from: '08:00', to: '22:00' }],
  },
  residential: {
    subject: 'usage',
    usage: 'residential',
    asked: { measure: 'sweep', share: 0.8, widthMetres: 50, days: 7 },
    hours: null,
  },
  village: {
    subject: 'area:village',
    asked: {
      measure: 'points',
      pointKind: 'household',
      share: 0.9,
      minMinutes: 5,
      days: 30,
      keyDays: 7,
    },
    hours: null,
  },
  forest: {
    subject: 'area:forest',
    asked: { measure: 'squares', share: 0.8, minMetres: 250, days: 7 },
    hours: null,
  },
  grassland: {
    subject: 'usage',
    usage: 'pasture',
    asked: { measure: 'squares', share: 0.8, minMetres: 250, days: 30 },
    hours: null,
  },
  checkpoint: {
    subject: 'cells',
    asked: {
      measure: 'presence',
      of: 'time',
      at: 'points',
      pointKind: 'checkpoint',
      atLeast: 1,
      share: 0.95,
      holeMinutes: 15,
      per: 'day',
    },
    hours: null,
  },
  road: {
    subject: 'cells',
    asked: { measure: 'corridor', share: 1, atLeast: 1, per: 'day' },
    hours: null,
  },
};

/** A draft that asks for what is usual at a kind of place. */
export function fromTemplate(draft: Draft, name: TemplateName): Draft {
  const { subject, usage = draft.usage, asked, hours } = templates[name];
  return { ...draft, measure: 'measured', subject, usage, areas: null, by: null, role: null, asked, hours };
}

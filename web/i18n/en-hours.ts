import { hoursWords } from '../../server/rules/hours-text.ts';
import type { hours as source } from './zh-hours.ts';

export const hours: typeof source = {
  ...hoursWords.en,
  anyTime: 'Any time',
  chosen: 'Certain hours',
  which: 'Hours',
  days: ['M', 'T', 'W', 'T', 'F', 'S', 'S'],
  schoolDays: 'School days only (no public holidays, make-up workdays included)',
  from: 'From',
  to: 'To',
  add: 'Add hours',
  remove: (window) => `Remove the hours ${window}`,
  painted: 'Drag over the week to add hours; set the minutes below.',
  none: 'No hours yet: add some.',
  faults: {
    days: 'Choose a day at least',
    clock: 'Say from when to when',
    backwards: 'Ends before it begins; hours over midnight are two entries',
  },
  split: 'Split in two',
};

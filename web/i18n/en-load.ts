import type { load as source } from './zh-load.ts';

export const load: typeof source = {
  lead: 'How many cells and households everybody answers for, and how long they patrolled; compared with people of their kind in the same team or station, so that too much and too little are seen.',
  station: 'Station',
  team: 'Team',
  allTeams: 'All teams',
  kind: 'Kind of person',
  allKinds: 'All kinds',
  from: 'Patrols from',
  to: 'to',
  person: 'Person',
  measures: { cells: 'Cells', households: 'Households', minutes: 'Patrol minutes' },
  sortBy: (measure) => `Sort by ${measure.toLowerCase()}`,
  areas: (count) => `and ${count} whole ${count === 1 ? 'area' : 'areas'}`,
  standing: { over: 'Over', under: 'Under' },
  spread: 'Median (middle 80%)',
  people: 'People',
  kindOf: (kind: string, people: number) => `${kind} (${people.toLocaleString()})`,
  spreadOf: (median, p10, p90) => `${median} (${p10}–${p90})`,
  bar: (value, median) => `${value}, the median of the kind is ${median}`,
  legend: 'The line is the median of the kind; red is over-loaded, yellow under-loaded.',
  counting: (at, from, to) =>
    `How this is counted: cells and households by the plans and assignments in force on ${at}; several who share a cell each count all of it, and who has a whole village, community or forest counts all its households. Patrol minutes are the time spent inside cells from ${from} to ${to}, once where several devices were on, without gaps in reporting. Over: beyond the 90th percentile and by half more than the median. Under: below the 10th percentile and less than half of the median. Fewer than five are not compared.`,
  estimated: 'A cell without a number of households counts its share of its area’s by size.',
  own: 'This is your own load.',
  empty: 'Nobody fits.',
  reversed: 'The end must come after the beginning.',
};

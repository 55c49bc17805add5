import type { history as source } from './zh-history.ts';

export const history: typeof source = {
  days: ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'],
  shortDays: ['Mo', 'Tu', 'We', 'Th', 'Fr', 'Sa', 'Su'],
  period: 'Period',
  periods: { 28: 'Four weeks', 84: 'Twelve weeks', 182: 'Half a year', 364: 'A year' },
  table: 'As a table',
  inDays: (days) => `${days} days`,
  perHour: (minutes, hours) =>
    `${minutes} min in all, ${hours === 0 ? 0 : Math.round((minutes / hours) * 10) / 10} min an hour on average`,
  none: 'None',
  cell: {
    onMap: 'On the map',
    lead: 'When somebody is here, how long nobody is, and how the obligations of each week stood.',
    figures: {
      occupied: 'Somebody there',
      person: 'Person-time',
      visits: 'Visits',
      last: 'Last visit',
      metres: 'Way',
    },
    never: 'none known',
    occupiedHow: 'Several at once count once; reporting gaps do not count.',
    personHow: 'Each of several at once counts; reporting gaps do not count.',
    visitsHow:
      'One each time that somebody comes and goes: in with the first of two good positions in a row, out after 3 minutes outside (unless set otherwise); several devices of one person count once.',
    metresHow:
      'The way of everybody inside the cell, added; the length of reporting gaps and suspect positions are left out.',
    lastHow: 'When somebody left last, also before the period.',
    lastAt: (when) => `${when}.`,
    bridged: (text) => `Another ${text} of reporting gaps is not counted.`,
    idleness: 'How long nobody is here',
    mean: 'On average',
    worst: 'At worst',
    p90: 'At nine of ten instants at most',
    worstNote: (from, to) => `The longest time without anybody was from ${from} to ${to}.`,
    idleHow:
      'Average = sum of the squares of the gaps ÷ (2 × the period); the beginning and the end of the period count as gaps, and while somebody is there it is nothing.',
    pattern: 'When in the week somebody is here',
    patternHow: 'Each square is an hour of the local week; the darker, the longer somebody was here.',
    trend: 'Week by week',
    trendLabel: 'Somebody there, by week',
    trendHow:
      'A week begins on Monday at 0:00; a stay over its end is divided. Obligations are as they stood at the end of the week.',
    columns: ['Week', 'Visits', 'Somebody', 'Person-time', 'Worst gap', 'Obligations'],
    plans: 'Plans',
    planColumns: ['Plan', 'Code', 'From', 'To'],
    people: 'Assigned',
    states: { met: 'met', late: 'made up for', unmet: 'not met', 'no-data': 'not known' },
    noRules: 'no patrol rule',
    open: 'History',
  },
  person: {
    title: 'Patrols',
    figures: { duty: 'On duty', present: 'In cells', metres: 'Way', visits: 'Visits', cells: 'Cells' },
    dutyHow: 'The registered duties added, what overlaps once; whether or not devices reported.',
    presentHow: 'The time seen in any cell, each moment once; reporting gaps do not count.',
    metresHow:
      'The way of all tracks that began in the period, outside of cells too; reporting gaps and suspect positions are left out.',
    visitsHow:
      'One each time that a cell is entered and left: in with the first of two good positions in a row, out after 3 minutes outside (unless set otherwise); several devices count once.',
    cellsHow: 'How many different cells were visited.',
    patternHow: 'Each square is an hour of the local week; the darker, the longer in cells.',
    cellsTableHow:
      'Stays and visits as above; “longest between” is the longest time between two of this person’s visits, from and to the ends of the period too; rules are as they stand in the last week, whoever met them, as on the cell’s own page.',
    pattern: 'When in the week in cells',
    trend: 'Week by week',
    trendLabel: 'In cells, by week',
    trendHow:
      'A week begins on Monday at 0:00; duties and stays over its end are divided, a track’s way belongs to the week in which it began.',
    columns: ['Week', 'On duty', 'In cells', 'Way', 'Visits', 'Cells'],
    cells: 'Cells visited',
    allCells: (count) => `Show all ${count} cells`,
    cellColumns: ['Cell', 'Visits', 'Stay', 'Last', 'Longest between', 'Rules of own cells'],
    assigned: 'assigned',
    nothing: 'Nothing of duty in this time.',
    recorded: 'Looks are recorded, and those looked at can see them.',
  },
};

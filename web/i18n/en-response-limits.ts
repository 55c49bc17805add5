import type { responseLimits as zh } from './zh-response-limits.ts';

export const responseLimits: typeof zh = {
  lead: 'How far the nearest person on duty may be from a cell. A cell beyond its limit is listed as a gap; kinds without a limit are not checked.',
  howCounted:
    'In a straight line from the cell to the last position of the nearest person on duty; communities go by positions of the last 10 minutes, others by those of 30. What is past was judged by the limit of its time and stays so.',
  readOnly: 'These limits hold in the whole district; only an administrator of all of it may change them.',
  kind: 'Kind of cell',
  kinds: {
    community: 'Cells of communities',
    village: 'Cells of villages',
    forest: 'Cells of forest farms',
    other: 'Other cells',
  },
  inForce: 'Limit in force',
  none: 'None',
  metres: (metres) => (metres < 1000 ? `${metres} m` : `${Number((metres / 1000).toFixed(3))} km`),
  since: 'Since',
  decided: 'Set by',
  coming: 'Will change',
  comingLimit: (limit, from) => `${limit} from ${from}`,
  endsAt: (to) => `ends ${to}`,
  change: 'Change',
  past: 'Earlier limits',
  period: 'Held',
  edit: {
    title: (kind) => `Response distance: ${kind.toLowerCase()}`,
    metres: 'Farthest (metres)',
    metresHint: '1 to 1,000,000; leave it empty to end the limit, and nothing is checked',
    between: 'Must be between 1 and 1,000,000',
    from: 'Holds from',
    fromHint: 'Leave it empty to begin at once; not before now',
    replaces: 'Changes that were planned for later than this are replaced.',
    past: 'Must not be before now',
    done: 'Response distance saved',
  },
};

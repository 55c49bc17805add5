import type { limits as source } from './zh-limits.ts';

export const limits: typeof source = {
  title: 'Thresholds of the proof',
  lead: 'What is left empty is by default (in grey). Saved, the plan is proved again.',
  fields: {
    borderToleranceMetres: 'Borders against areas may be off by (m)',
    sliverMetres: 'Sliver: mean width below (m)',
    leastCompactness: 'Not compact: compactness below',
    mostImbalance: 'Unbalanced: households off the mean by over (%)',
    leastCutShare: 'Cut by a line: length in the cell from (%)',
  },
  hints: {
    leastCompactness: 'A disc has 1, a square 0.79',
    mostImbalance: "The mean of the owner's cells",
    leastCutShare: 'Of a river or main road, against the root of the cell’s area',
  },
  sizes: 'Sizes',
  sizesHint: 'Cells of a usage beyond these are warned of; “Any other” holds for usages that have no row.',
  usage: 'Usage',
  anyOther: 'Any other',
  size: {
    leastSquareMetres: 'Least area (m²)',
    mostSquareMetres: 'Most area (m²)',
    leastHouseholds: 'Least households',
    mostHouseholds: 'Most households',
  },
  add: 'Add a usage',
  removeOf: (usage) => `Take away the sizes of ${usage}`,
  rowOf: (usage) => `Sizes of ${usage}`,
  between: (least, most) => `${least} to ${most}`,
  atLeast: (least) => `At least ${least}`,
  faults: {
    negative: 'Not below 0',
    'not-above-zero': 'Above 0',
    'below-least': 'Less than the least',
    missing: 'Give the usage',
    twice: 'This usage has a row',
  },
  submit: 'Save and prove',
  done: 'Thresholds saved; proving again',
};

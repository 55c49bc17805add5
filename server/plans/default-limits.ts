/** What holds where a planner has set nothing; in a file of its own, so that the page can show it without the schema. */
export const defaultLimits = {
  borderToleranceMetres: 0.02,
  sliverMetres: 0.1,
  leastCompactness: 0.1,
  mostImbalance: 0.5,
  leastCutShare: 0.5,
  sizes: {},
};

import type { ProblemFeature, RepairChoice } from '../../types-plans.ts';

/** One way to mend a finding; without a choice it is what the server does by itself. */
export type Repair = { choice: RepairChoice | undefined; name: RepairName };
type RepairName =
  | 'neighbour'
  | 'split'
  | 'cell'
  | 'exclusion'
  | 'parts'
  | 'enclave'
  | 'keep'
  | 'match'
  | 'trim'
  | 'dissolve'
  | 'renumber'
  | 'mend';

const byKind: Record<string, Repair[]> = {
  gap: [
    { choice: 'neighbour', name: 'neighbour' },
    { choice: 'split', name: 'split' },
    { choice: 'cell', name: 'cell' },
    { choice: 'exclusion', name: 'exclusion' },
  ],
  multipart: [
    { choice: 'parts', name: 'parts' },
    { choice: 'enclave', name: 'enclave' },
  ],
  'unmatched-edge': [{ choice: undefined, name: 'match' }],
  'outside-scope': [{ choice: undefined, name: 'trim' }],
  'crosses-owner': [{ choice: undefined, name: 'trim' }],
  sliver: [{ choice: undefined, name: 'dissolve' }],
  'duplicate-code': [{ choice: undefined, name: 'renumber' }],
  'malformed-code': [{ choice: undefined, name: 'renumber' }],
  invalid: [{ choice: undefined, name: 'mend' }],
  // What is meant instead only a planner knows.
  'reused-code': [],
  'not-a-union': [],
};

/** What can be done about a finding; an overlap is kept by either side. */
export function repairsOf({ properties: { kind, cells, severity } }: ProblemFeature): Repair[] {
  if (kind === 'overlap')
    return [
      { choice: undefined, name: 'mend' },
      ...cells.map((cell): Repair => ({ choice: cell, name: 'keep' })),
    ];
  // Warnings are a planner's to weigh, and mostly to be lived with.
  return byKind[kind] ?? (severity === 'error' ? [{ choice: undefined, name: 'mend' }] : []);
}

/** Whether all findings of a kind can also be split among their neighbours. */
export const canSplitAll = (kind: string): boolean => kind === 'gap';

import { InvalidInput } from '../../http/problem.ts';
import type { Finding } from '../proof/finding.ts';
import { keyOf } from '../proof/problems.ts';
import type { Choice, RepairRequest } from './repair.ts';

/** Errors that are mended elsewhere, and where. */
const elsewhere: Partial<Record<Finding['kind'], readonly [english: string, chinese: string]>> = {
  'not-a-union': [
    'Cells that are no unions of the other layer are repaired where the two plans are compared.',
    '未由另一层网格合并而成的网格，请在“方案对比”页修复。',
  ],
  'reused-code': [
    'Codes that were given to other land before are mended by numbering the cells anew.',
    '编码曾用于别处的网格，请重新编码。',
  ],
};

const repairable = (finding: Finding) => finding.severity === 'error' && !elsewhere[finding.kind];

/** Whether all that are named are still among the findings. */
export function areAllThere(findings: readonly Finding[], request: RepairRequest): boolean {
  const keys = new Set<number | string>(findings.map(keyOf));
  return 'all' in request || request.problems.every((problem) => keys.has(problem));
}

/** The findings that are asked for, in order; throws InvalidInput where there is no such, or none that can be repaired so. */
export function chosenFindings(findings: readonly Finding[], request: RepairRequest): Finding[] {
  if ('all' in request) {
    const wanted = findings.filter(
      (finding) => repairable(finding) && (request.kind === undefined || finding.kind === request.kind),
    );
    if (wanted.length === 0) throw notRepairable(findings.find(({ kind }) => elsewhere[kind]));
    if (request.choice !== undefined) for (const finding of wanted) requirePossible(finding, request.choice);
    return wanted;
  }
  const byKey = new Map(
    request.problems.some((id) => typeof id === 'string') ? findings.map((one) => [keyOf(one), one]) : [],
  );
  return [...new Set(request.problems)].map((id) => {
    const finding = typeof id === 'string' ? byKey.get(id) : findings[id - 1];
    if (finding && !repairable(finding)) throw notRepairable(finding);
    if (finding && request.choice !== undefined) requirePossible(finding, request.choice);
    if (finding) return finding;
    throw new InvalidInput(
      'problem-not-found',
      'The problem is not in the plan any more, or is another now; read its problems again.',
      '方案中已没有该问题，或该问题已改变，请重新检查。',
      [{ path: 'problems', reason: `no problem ${id}` }],
    );
  });
}

/** The refusal where there is nothing to repair; of a finding that is mended elsewhere it says where. */
function notRepairable(finding?: Finding): InvalidInput {
  const [english, chinese] = (finding && elsewhere[finding.kind]) ?? [
    'There is nothing to repair: warnings are for the planner to judge.',
    '没有需要修复的问题；警告由规划人员判断。',
  ];
  return new InvalidInput('nothing-to-repair', english, chinese);
}

const choicesOf: Partial<Record<Finding['kind'], readonly Choice[]>> = {
  gap: ['neighbour', 'split', 'cell', 'exclusion'],
  multipart: ['parts', 'enclave'],
};

/** A cell can be chosen where the finding touches it; a way where the finding is of its kind. */
function requirePossible({ kind, cells }: Finding, choice: Choice): void {
  const isPossible =
    typeof choice === 'number'
      ? (kind === 'gap' || kind === 'overlap') && cells.includes(choice)
      : (choicesOf[kind] ?? []).includes(choice);
  if (isPossible) return;
  throw new InvalidInput(
    'choice-not-possible',
    `A problem of the kind ${kind} here cannot be repaired by ${choice}.`,
    `此处的问题（${kind}）不能按 ${choice} 修复。`,
    [{ path: 'choice', reason: 'not possible here' }],
  );
}

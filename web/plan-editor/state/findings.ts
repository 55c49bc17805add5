import type { ProblemFeature } from '../../types-plans.ts';

export type FindingGroup = { kind: string; severity: 'error' | 'warning'; findings: ProblemFeature[] };

/** Findings by kind: errors before warnings, the most frequent kind first. */
export function groupFindings(findings: readonly ProblemFeature[]): FindingGroup[] {
  const groups = new Map<string, FindingGroup>();
  for (const finding of findings) {
    const { kind, severity } = finding.properties;
    const key = `${severity} ${kind}`;
    const group = groups.get(key) ?? { kind, severity, findings: [] };
    group.findings.push(finding);
    groups.set(key, group);
  }
  const rank = { error: 0, warning: 1 };
  return [...groups.values()].sort(
    (a, b) => rank[a.severity] - rank[b.severity] || b.findings.length - a.findings.length,
  );
}

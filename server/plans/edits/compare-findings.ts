import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';

type Proved = { cells: readonly LoadedCell[]; findings: readonly Finding[] };

/** What is wrong after an edit and was not before, and the other way round. Cells are told by their codes. */
export function compareFindings(before: Proved, after: Proved): { caused: Finding[]; cured: Finding[] } {
  const known = new Set(before.findings.map((finding) => keyOf(finding, before.cells)));
  const left = new Set(after.findings.map((finding) => keyOf(finding, after.cells)));
  return {
    caused: after.findings.filter((finding) => !known.has(keyOf(finding, after.cells))),
    cured: before.findings.filter((finding) => !left.has(keyOf(finding, before.cells))),
  };
}

function keyOf({ kind, cells: ids, areaSquareMetres = 0 }: Finding, cells: readonly LoadedCell[]): string {
  const codes = ids.map((id) => cells.find((cell) => cell.id === id)?.code ?? String(id));
  return [kind, ...codes.sort(), areaSquareMetres.toPrecision(6)].join('|');
}

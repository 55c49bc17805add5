import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';

type Proved = { cells: readonly LoadedCell[]; findings: readonly Finding[] };

/**
 * What is wrong after an edit and was not before, and the other way round. Cells are told by their codes; what only became
 * smaller is neither.
 */
export function compareFindings(before: Proved, after: Proved): { caused: Finding[]; cured: Finding[] } {
  const [known, left] = [placesOf(before), placesOf(after)];
  const [seen, still] = [exactly(before, known), exactly(after, left)];
  const cured = new Set(before.findings.filter((finding) => !still.has(exact(finding, known))));
  const caused = after.findings.filter((finding) => {
    if (seen.has(exact(finding, left))) return false;
    const larger = [...cured].find(
      (one) => known.get(one) === left.get(finding) && sizeOf(one) >= sizeOf(finding),
    );
    if (larger) cured.delete(larger);
    return !larger;
  });
  return { caused, cured: [...cured] };
}

const sizeOf = ({ areaSquareMetres = 0 }: Finding) => areaSquareMetres;

/** The kind of each finding and the cells that it is about. */
function placesOf({ cells, findings }: Proved): Map<Finding, string> {
  const codeOf = new Map(cells.map(({ id, code }) => [id, code]));
  return new Map(
    findings.map((finding) => {
      const codes = finding.cells.map((id) => codeOf.get(id) ?? String(id));
      return [finding, [finding.kind, ...codes.sort()].join('|')];
    }),
  );
}

const exact = (finding: Finding, places: ReadonlyMap<Finding, string>) =>
  `${places.get(finding)}|${sizeOf(finding).toPrecision(6)}`;

const exactly = ({ findings }: Proved, places: ReadonlyMap<Finding, string>) =>
  new Set(findings.map((finding) => exact(finding, places)));

import type { LoadedCell } from '../load-cells.ts';
import type { Finding } from '../proof/finding.ts';
import { boundsOfGeometry } from './bounds-of-geometry.ts';

type Proved = { cells: readonly LoadedCell[]; findings: readonly Finding[] };

/** What grew by less than this share is what it was; a sliver that grew is less of one. */
const mostGrowth = 0.1;

/**
 * What is wrong after an edit and was not before, and the other way round. Cells are told by their codes; what is only a
 * little different from before, or smaller, is neither.
 */
export function compareFindings(before: Proved, after: Proved): { caused: Finding[]; cured: Finding[] } {
  const [known, left] = [placesOf(before), placesOf(after)];
  const [seen, still] = [exactly(before, known), exactly(after, left)];
  const cured = new Set(before.findings.filter((finding) => !still.has(exact(finding, known))));
  const caused = after.findings.filter((finding) => {
    if (seen.has(exact(finding, left))) return false;
    const same = [...cured].find(
      (one) =>
        (known.get(one) === left.get(finding) || isSameGap(one, finding)) &&
        (finding.kind === 'sliver' || sizeOf(finding) <= (1 + mostGrowth) * sizeOf(one)),
    );
    if (same) cured.delete(same);
    return !same;
  });
  return { caused, cured: [...cured] };
}

/** The cells around a gap may be others when something beside it is changed. */
function isSameGap(one: Finding, other: Finding): boolean {
  if (one.kind !== 'gap' || other.kind !== 'gap') return false;
  const [west, south, east, north] = boundsOfGeometry(one.geometry);
  const [w, s, e, n] = boundsOfGeometry(other.geometry);
  return w <= east && e >= west && s <= north && n >= south;
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

import { compareLayers } from '../../geo/compare-layers.ts';
import { haveOneBorder } from '../../geo/matched-edges.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';

export type Strays = {
  /** Land of the scope without a cell. */
  gaps: FlatPolygon[];
  /** Land of cells outside of the scope. */
  outside: FlatPolygon[];
};

/**
 * Compares what the cells cover with the scope. A hole between cells is a gap however small it is, unless the scope
 * leaves it out too; along the scope's own border the tolerance holds.
 */
export function againstScope(
  scope: readonly FlatPolygon[],
  union: readonly FlatPolygon[],
  holes: readonly FlatPolygon[],
  toleranceMetres: number,
): Strays {
  const filled = union.map((polygon) => polygon.slice(0, 1));
  if (holes.length === 0 && haveOneBorder(scope, filled)) return { gaps: [], outside: [] };
  const [gaps = [], outside = [], excluded = []] = compareLayers(
    [scope, filled, holes],
    [(has) => has(0) && !has(1), (has) => has(1) && !has(0) && !has(2), (has) => has(2) && !has(0)],
    toleranceMetres,
  );
  return { gaps: [...gaps, ...holesInside(scope, holes, excluded, toleranceMetres)], outside };
}

/** The holes between cells that are land of the scope, each as it is however thin. */
export function gapsOfHoles(
  scope: readonly FlatPolygon[] | undefined,
  holes: readonly FlatPolygon[],
  toleranceMetres: number,
): readonly FlatPolygon[] {
  if (!scope || holes.length === 0) return holes;
  const [excluded = []] = compareLayers([holes, scope], [(has) => has(0) && !has(1)], toleranceMetres);
  return holesInside(scope, holes, excluded, toleranceMetres);
}

/** Holes as they are, or what is left of them where the scope has a hole of its own there. */
function holesInside(
  scope: readonly FlatPolygon[],
  holes: readonly FlatPolygon[],
  excluded: readonly FlatPolygon[],
  toleranceMetres: number,
): FlatPolygon[] {
  if (excluded.length === 0) return [...holes];
  return holes.flatMap((hole) => {
    const [outsideScope = [], inScope = []] = compareLayers(
      [[hole], scope],
      [(has) => has(0) && !has(1), (has) => has(0) && has(1)],
      toleranceMetres,
    );
    return outsideScope.length === 0 ? [hole] : inScope;
  });
}

import type { NodedEdges } from './noding.ts';
import type { Bounds } from './position.ts';

/** Metres of lengths and areas in units of a degree's part, good to a percent: for thresholds, not for figures shown. */
export type MetricScale = {
  squareMetres: (squareUnits: number) => number;
  edgeMetres: (edges: NodedEdges, edge: number) => number;
};

const metresPerDegree = 111_320;

export function metricScale([, south, , north]: Bounds, unitsPerDegree = 1e7): MetricScale {
  const metresPerUnit = metresPerDegree / unitsPerDegree;
  const shrink = Math.cos((((south + north) / 2) * Math.PI) / 180);
  return {
    squareMetres: (squareUnits) => squareUnits * metresPerUnit * metresPerUnit * shrink,
    edgeMetres: ({ xs, ys, from, to }, edge) => {
      const a = from[edge] ?? 0;
      const b = to[edge] ?? 0;
      const east = ((xs[b] ?? 0) - (xs[a] ?? 0)) * shrink;
      const north = (ys[b] ?? 0) - (ys[a] ?? 0);
      return Math.hypot(east, north) * metresPerUnit;
    },
  };
}

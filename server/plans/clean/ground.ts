import type { Faces } from '../../geo/faces.ts';
import type { LonLat } from '../../geo/position.ts';

const metresPerDegree = 111_320;

/** Sizes of faces and edges in metres, good to a percent at any latitude. */
export type Ground = {
  edgeMetres: Float64Array;
  squareMetres: Float64Array;
  /** A position on the border of each face. */
  places: LonLat[];
};

export function groundOf(faces: Faces, unitsPerDegree: number): Ground {
  const metresPerUnit = metresPerDegree / unitsPerDegree;
  const { xs, ys, from, to } = faces.edges;
  const shrink = (y: number) => Math.cos(((y / unitsPerDegree) * Math.PI) / 180);
  const edgeMetres = Float64Array.from(from, (a, edge) => {
    const b = to[edge] ?? 0;
    const east = ((xs[b] ?? 0) - (xs[a] ?? 0)) * shrink(ys[a] ?? 0);
    return Math.hypot(east, (ys[b] ?? 0) - (ys[a] ?? 0)) * metresPerUnit;
  });
  const squareMetres = new Float64Array(faces.count);
  const places: LonLat[] = Array.from({ length: faces.count }, () => [0, 0]);
  const seen = new Uint8Array(faces.count);
  faces.faceOf.forEach((face, half) => {
    if (seen[face]) return;
    seen[face] = 1;
    const node = faces.origin[half] ?? 0;
    places[face] = [(xs[node] ?? 0) / unitsPerDegree, (ys[node] ?? 0) / unitsPerDegree];
    squareMetres[face] = (faces.areas[face] ?? 0) * metresPerUnit ** 2 * shrink(ys[node] ?? 0);
  });
  return { edgeMetres, squareMetres, places };
}

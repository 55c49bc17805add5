import { type Faces, facesOf } from './faces.ts';
import { metricScale } from './metric-scale.ts';
import { nodeLines } from './noding.ts';
import { type Loop, type Region, regionsOf } from './regions.ts';
import type { FlatPolygon } from './wkb.ts';

const metresPerDegree = 111_320;

/** Whether land lies in any polygon of the layer with this number. */
export type Has = (layer: number) => boolean;

/**
 * Land for which each of the questions holds, as polygons: `(has) => has(0) && !has(1)` is what the first layer has and
 * the second has not. Borders closer than the tolerance are taken as one, and what is thinner is nothing. Polygons of a
 * layer may overlap, nest and touch.
 */
export function compareLayers(
  layers: readonly (readonly FlatPolygon[])[],
  questions: readonly ((has: Has) => boolean)[],
  toleranceMetres: number,
): FlatPolygon[][] {
  const unitsPerDegree = Math.round(metresPerDegree / toleranceMetres);
  const layerOf: number[] = [];
  const lines = layers.flatMap((polygons, layer) =>
    polygons.flatMap((polygon) => {
      const label = layerOf.push(layer) - 1;
      return polygon.map((ring) => ({
        points: Array.from(ring, (value) => Math.round(value * unitsPerDegree)),
        label,
      }));
    }),
  );
  if (lines.length === 0) return questions.map(() => []);
  const faces = facesOf(nodeLines(lines), () => true);
  const thin = thinFaces(faces, toleranceMetres, unitsPerDegree);
  return questions.map((question) => {
    const holds = faces.inside.map((labels, face) => {
      const inLayers = new Set(labels.map((label) => layerOf[label]));
      return face > 0 && !thin[face] && question((layer) => inLayers.has(layer));
    });
    return polygonsWhere(faces, holds, unitsPerDegree);
  });
}

/** Faces whose mean thickness is under the tolerance. */
function thinFaces(faces: Faces, toleranceMetres: number, unitsPerDegree: number): boolean[] {
  let [south, north] = [Infinity, -Infinity];
  for (const y of faces.edges.ys) {
    south = Math.min(south, y);
    north = Math.max(north, y);
  }
  const scale = metricScale([0, south / unitsPerDegree, 0, north / unitsPerDegree], unitsPerDegree);
  const perimeters = new Float64Array(faces.count);
  faces.faceOf.forEach((face, half) => {
    perimeters[face] = (perimeters[face] ?? 0) + scale.edgeMetres(faces.edges, half >> 1);
  });
  return Array.from(
    perimeters,
    (perimeter, face) => 2 * scale.squareMetres(faces.areas[face] ?? 0) < toleranceMetres * perimeter,
  );
}

function polygonsWhere(faces: Faces, holds: readonly boolean[], unitsPerDegree: number): FlatPolygon[] {
  const border: number[] = [];
  faces.faceOf.forEach((face, half) => {
    if (holds[face] && !holds[faces.faceOf[half ^ 1] ?? 0]) border.push(half);
  });
  const { xs, ys } = faces.edges;
  const ringOf = (loop: Loop) =>
    Float64Array.from(
      [...loop, loop[0] ?? 0].flatMap((node) => [
        (xs[node] ?? 0) / unitsPerDegree,
        (ys[node] ?? 0) / unitsPerDegree,
      ]),
    );
  const polygonOf = ({ shell, holes }: Region): FlatPolygon => [shell, ...holes].map(ringOf);
  return regionsOf(faces, border, (face) => holds[face] === true).map(polygonOf);
}

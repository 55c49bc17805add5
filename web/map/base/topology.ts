import type { MultiPolygon, Position } from 'geojson';

/** The part of a TopoJSON file that world-atlas' land uses. */
export type LandTopology = {
  transform: { scale: [number, number]; translate: [number, number] };
  arcs: [number, number][][];
  objects: { land: { geometries: { arcs: number[][][] }[] } };
};

/** Arcs are stored as quantized differences. */
function decodeArcs({ arcs, transform }: LandTopology): Position[][] {
  const [scaleX, scaleY] = transform.scale;
  const [left, bottom] = transform.translate;
  return arcs.map((arc) => {
    let [x, y] = [0, 0];
    return arc.map(([dx, dy]) => {
      x += dx;
      y += dy;
      return [x * scaleX + left, y * scaleY + bottom];
    });
  });
}

/** The land of the world as one MultiPolygon; a negative arc index means the arc backwards. */
export function landOf(topology: LandTopology): MultiPolygon {
  const arcs = decodeArcs(topology);
  const arcAt = (index: number) => (index < 0 ? (arcs[~index] ?? []).toReversed() : (arcs[index] ?? []));
  const ringOf = (indexes: number[]) =>
    indexes.flatMap((index, order) => (order === 0 ? arcAt(index) : arcAt(index).slice(1)));
  const polygons = topology.objects.land.geometries.flatMap(({ arcs: rings }) => rings);
  return { type: 'MultiPolygon', coordinates: polygons.map((rings) => rings.map(ringOf)) };
}

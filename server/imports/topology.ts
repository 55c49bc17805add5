import { maxVertices } from '../geo/geojson.ts';
import type { LonLat } from '../geo/position.ts';

/** The members of a TopoJSON document, unchecked. */
type Topology = { objects?: unknown; arcs?: unknown; transform?: unknown };

/** A geometry of a topology with its arcs joined to rings; a string says why it cannot be. */
export type JoinedGeometry = { geometry: unknown; properties: unknown; id: unknown } | { refused: string };

/**
 * The geometries of every object of a TopoJSON document as GeoJSON, in order (TopoJSON 1.0). Polygons and
 * lines are joined; other types come out without their positions, to be refused.
 */
export function* geometriesOfTopology(topology: Topology): Generator<JoinedGeometry> {
  const decode = arcDecoder(topology);
  for (const object of Object.values(Object(topology.objects))) yield* geometriesOf(object, decode);
}

type Decode = (index: number) => LonLat[];

function* geometriesOf(object: unknown, decode: Decode): Generator<JoinedGeometry> {
  const { type, geometries, arcs, properties, id } = Object(object) as Record<string, unknown>;
  if (type === 'GeometryCollection' && Array.isArray(geometries)) {
    for (const geometry of geometries) yield* geometriesOf(geometry, decode);
    return;
  }
  if (type === null || type === undefined) return void (yield { geometry: null, properties, id });
  try {
    const budget = { left: maxVertices };
    const ring = (indexes: unknown) => joinArcs(listOf(indexes), decode, budget);
    const polygon = (ringArcs: unknown) => listOf(ringArcs).map(ring);
    if (type === 'Polygon') yield { geometry: { type, coordinates: polygon(arcs) }, properties, id };
    else if (type === 'MultiPolygon')
      yield { geometry: { type, coordinates: listOf(arcs).map(polygon) }, properties, id };
    else if (type === 'LineString') yield { geometry: { type, coordinates: ring(arcs) }, properties, id };
    else if (type === 'MultiLineString')
      yield { geometry: { type, coordinates: listOf(arcs).map(ring) }, properties, id };
    else yield { geometry: { type }, properties, id };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    yield { refused: error.message };
  }
}

/** Arcs of a ring share their end positions; `~index` is the arc backwards. */
function joinArcs(indexes: unknown[], decode: Decode, budget: { left: number }): LonLat[] {
  const ring: LonLat[] = [];
  for (const index of indexes) {
    if (!Number.isInteger(index)) throw new RangeError(`an arc is ${JSON.stringify(index)}, not a number`);
    const arc = decode(Number(index) < 0 ? ~Number(index) : Number(index));
    budget.left -= arc.length;
    if (budget.left < 0) throw new RangeError(`more than ${maxVertices} vertices`);
    const directed = Number(index) < 0 ? arc.toReversed() : arc;
    for (const position of ring.length > 0 ? directed.slice(1) : directed) ring.push(position);
  }
  return ring;
}

function arcDecoder({ arcs, transform }: Topology): Decode {
  const list = listOf(arcs);
  const decoded = new Map<number, LonLat[]>();
  return (index) => {
    const known = decoded.get(index);
    if (known) return known;
    const arc = list[index];
    if (!Array.isArray(arc)) throw new RangeError(`there is no arc ${index}`);
    const positions = transform ? undoDeltas(arc, transform) : arc;
    decoded.set(index, positions);
    return positions;
  };
}

/** Quantised arcs hold differences of whole numbers. */
function undoDeltas(arc: unknown[], transform: unknown): LonLat[] {
  const { scale, translate } = Object(transform) as { scale?: unknown; translate?: unknown };
  const [scaleX, scaleY] = listOf(scale).map(Number);
  const [fromX, fromY] = listOf(translate).map(Number);
  let [x, y] = [0, 0];
  return arc.map((delta): LonLat => {
    const [dx, dy] = listOf(delta).map(Number);
    x += dx ?? Number.NaN;
    y += dy ?? Number.NaN;
    return [x * (scaleX ?? 1) + (fromX ?? 0), y * (scaleY ?? 1) + (fromY ?? 0)];
  });
}

function listOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw new RangeError('an array is missing');
}

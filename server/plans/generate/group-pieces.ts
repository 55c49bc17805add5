import type { Faces } from '../../geo/faces.ts';
import type { MetricScale } from '../../geo/metric-scale.ts';

/**
 * Groups faces into cells: faces of one owner belong together unless a cutting line, whose labels are the highest, parts them, and a group under the
 * least size joins its neighbour of the same owner with the longest common border. Returns for every face its group,
 * named after one of its faces; 0 where the face is not filled.
 */
export function groupPieces(
  faces: Faces,
  ownerOf: Float64Array,
  firstCutLabel: number,
  scale: MetricScale,
  leastSquareMetres: number,
): Int32Array {
  const groups = new Groups(faces.count);
  const { faceOf, edges } = faces;
  for (let edge = 0; edge < edges.labels.length; edge++) {
    const [left, right] = [faceOf[edge * 2] ?? 0, faceOf[edge * 2 + 1] ?? 0];
    const sameOwner = ownerOf[left] !== 0 && ownerOf[left] === ownerOf[right];
    if (sameOwner && !edges.labels[edge]?.some((label) => label >= firstCutLabel)) groups.join(left, right);
  }
  joinSmall(faces, ownerOf, groups, scale, leastSquareMetres);
  return Int32Array.from({ length: faces.count }, (_, face) => (ownerOf[face] === 0 ? 0 : groups.of(face)));
}

class Groups {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, face) => face);
  }

  of(face: number): number {
    let root = face;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    this.#parent[face] = root;
    return root;
  }

  /** The group of `kept` takes in that of `given`. */
  join(kept: number, given: number): void {
    this.#parent[this.of(given)] = this.of(kept);
  }
}

/** Edges between a group and each of its neighbours of the same owner. */
type Borders = Map<number, Map<number, number[]>>;

function joinSmall(
  faces: Faces,
  ownerOf: Float64Array,
  groups: Groups,
  scale: MetricScale,
  leastSquareMetres: number,
): void {
  const sizes = new Map<number, number>();
  for (let face = 1; face < faces.count; face++) {
    if (ownerOf[face] === 0) continue;
    const group = groups.of(face);
    sizes.set(group, (sizes.get(group) ?? 0) + scale.squareMetres(faces.areas[face] ?? 0));
  }
  const borders = bordersOf(faces, ownerOf, groups);
  const small = [...sizes.keys()].filter((group) => (sizes.get(group) ?? 0) < leastSquareMetres);
  const bySize = (a: number, b: number) => (sizes.get(a) ?? 0) - (sizes.get(b) ?? 0) || a - b;
  for (const group of small.sort(bySize)) {
    const size = sizes.get(group) ?? 0;
    if (groups.of(group) !== group || size >= leastSquareMetres) continue;
    const neighbour = longestBorder(faces, borders.get(group), scale);
    if (neighbour === undefined) continue;
    groups.join(neighbour, group);
    sizes.set(neighbour, (sizes.get(neighbour) ?? 0) + size);
    mergeBorders(borders, neighbour, group);
  }
}

function bordersOf({ faceOf, edges }: Faces, ownerOf: Float64Array, groups: Groups): Borders {
  const borders: Borders = new Map();
  const add = (from: number, to: number, edge: number) => {
    const around = borders.get(from) ?? new Map<number, number[]>();
    borders.set(from, around);
    const shared = around.get(to);
    if (shared) shared.push(edge);
    else around.set(to, [edge]);
  };
  for (let edge = 0; edge < edges.labels.length; edge++) {
    const [left, right] = [faceOf[edge * 2] ?? 0, faceOf[edge * 2 + 1] ?? 0];
    if (ownerOf[left] === 0 || ownerOf[left] !== ownerOf[right]) continue;
    const [one, other] = [groups.of(left), groups.of(right)];
    if (one === other) continue;
    add(one, other, edge);
    add(other, one, edge);
  }
  return borders;
}

/** The neighbour to join; one whose border comes in several stretches would close around what lies between them. */
function longestBorder(
  faces: Faces,
  around: Map<number, number[]> | undefined,
  scale: MetricScale,
): number | undefined {
  let best: { group: number; metres: number } | undefined;
  for (const [group, shared] of around ?? []) {
    const metres = shared.reduce((sum, edge) => sum + scale.edgeMetres(faces.edges, edge), 0);
    const longer = !best || metres > best.metres || (metres === best.metres && group < best.group);
    if (longer && isOneStretch(faces, shared)) best = { group, metres };
  }
  return best?.group;
}

/** Paths have one node more than edges each, closed rings as many. */
function isOneStretch({ edges: { from, to } }: Faces, shared: readonly number[]): boolean {
  const nodes = new Set(shared.flatMap((edge) => [from[edge] ?? 0, to[edge] ?? 0]));
  return nodes.size - shared.length <= 1;
}

function mergeBorders(borders: Borders, kept: number, given: number): void {
  const around = borders.get(kept);
  for (const [other, shared] of borders.get(given) ?? []) {
    const back = borders.get(other);
    back?.delete(given);
    if (other === kept) continue;
    const joined = [...(around?.get(other) ?? []), ...shared];
    around?.set(other, joined);
    back?.set(kept, joined);
  }
  borders.delete(given);
}

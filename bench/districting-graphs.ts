import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { seededRandom } from '../server/demo/random.ts';
import type { FlatPolygon } from '../server/geo/wkb.ts';
import { expOf } from '../server/plans/generate/balanced/exponential.ts';
import { type AtomEdge, type AtomGraph, atomGraph } from '../server/plans/generate/balanced/graph.ts';
import { cutLand } from '../server/plans/generate/balanced/land.ts';
import { atomsOfPieces } from '../server/plans/generate/balanced/pieces.ts';

const meanPeople = 309;
const spread = 0.3;
/** The graph's lengths are in degrees; only their ratios matter. */
const metresPerDegree = 100_000;

/** Census block groups of Arkansas with their real population, from the folder of real data. */
export function readArkansas(dataFolder: string): AtomGraph {
  const { nodes, adjacency }: BlockGroups = readJson(
    join(dataFolder, 'districting/arkansas_block_groups.json.gz'),
  );
  const indexOf = new Map(nodes.map(({ id }, index) => [id, index]));
  const column = (value: (node: BlockGroup) => number) => Float64Array.from(nodes, value);
  const edges = adjacency.flatMap((row, a) =>
    row.flatMap(({ id, shared_perim: degrees }): AtomEdge[] => {
      const b = indexOf.get(id) ?? a;
      return a < b ? [{ a, b, metres: degrees * metresPerDegree }] : [];
    }),
  );
  return atomGraph(
    {
      weights: column((node) => node.tot_pop_20),
      areas: column((node) => node.area * metresPerDegree ** 2),
      xs: column((node) => Number(node.INTPTLON20) * metresPerDegree),
      ys: column((node) => Number(node.INTPTLAT20) * metresPerDegree),
      outer: new Float64Array(nodes.length),
    },
    edges,
  );
}

type BlockGroup = { id: string; tot_pop_20: number; area: number; INTPTLON20: string; INTPTLAT20: string };
type BlockGroups = { nodes: BlockGroup[]; adjacency: { id: string; shared_perim: number }[][] };

/**
 * Census output areas from the folder of real data. They come without people, so each is given a number of them, lognormal
 * about 309, the mean of an output area, from a seed. An area in several parts, such as one with an islet, is one atom.
 */
export function readOutputAreas(dataFolder: string, path: string): AtomGraph {
  const pieces = readPieces(join(dataFolder, path));
  // Borders shared by two areas fall out by the even-odd rule: what is left of all rings is the owner's outline.
  const land = cutLand({ owner: pieces.flat(), pieces });
  const { graph } = atomsOfPieces(land, pieces.length);
  givePeople(graph, meanPeople);
  return graph;
}

type Polygons =
  | { type: 'Polygon'; coordinates: number[][][] }
  | { type: 'MultiPolygon'; coordinates: number[][][][] };

function readPieces(path: string): FlatPolygon[][] {
  const { features }: { features: { geometry: Polygons }[] } = readJson(path);
  return features.map(({ geometry: { type, coordinates } }) =>
    (type === 'Polygon' ? [coordinates] : coordinates).map((polygon) =>
      polygon.map((ring) => Float64Array.from(ring.flat())),
    ),
  );
}

function givePeople({ weights }: AtomGraph, seed: number): void {
  const random = seededRandom(seed);
  weights.forEach((_, atom) => {
    weights[atom] = Math.round(meanPeople * expOf(spread * random.normal()));
  });
}

/** A made-up town of `side` by `side` atoms with uneven borders, a diagonal neighbour each, and lognormal weights. */
export function makeTown(side: number): AtomGraph {
  const random = seededRandom(side);
  const count = side * side;
  const edges: AtomEdge[] = [];
  for (let atom = 0; atom < count; atom++) {
    const [column, row] = [atom % side, Math.floor(atom / side)];
    const [hasEast, hasNorth] = [column + 1 < side, row + 1 < side];
    if (hasEast) edges.push({ a: atom, b: atom + 1, metres: random.between(50, 150) });
    if (hasNorth) edges.push({ a: atom, b: atom + side, metres: random.between(50, 150) });
    if (!hasEast || !hasNorth) continue;
    const metres = random.between(5, 50);
    edges.push(
      random.chance(0.5) ? { a: atom, b: atom + side + 1, metres } : { a: atom + 1, b: atom + side, metres },
    );
  }
  const column = (value: (atom: number) => number) =>
    Float64Array.from({ length: count }, (_, atom) => value(atom));
  const graph = atomGraph(
    {
      weights: new Float64Array(count),
      areas: new Float64Array(count).fill(10_000),
      xs: column((atom) => (atom % side) * 100),
      ys: column((atom) => Math.floor(atom / side) * 100),
      outer: new Float64Array(count),
    },
    edges,
  );
  givePeople(graph, side);
  return graph;
}

function readJson<T>(path: string): T {
  return JSON.parse(gunzipSync(readFileSync(path)).toString('utf8'));
}

import type { AtomGraph } from './graph.ts';
import type { RandomBits } from './random.ts';

/** A cut closer than this to what it should hold is taken at once, a share of one cell's target. */
const closeEnough = 0.05;
const mostTrees = 6;

/**
 * Contiguous cells of about equal weight, by cutting random spanning trees in two again and again. The graph is connected
 * and has no fewer atoms than cells; then there is always a cut, if not always an even one.
 */
export function bisectTrees(graph: AtomGraph, n: number, random: RandomBits): Int32Array {
  const cells = new Int32Array(graph.count);
  const tree = treeRoom(graph);
  const open = [{ atoms: Int32Array.from({ length: graph.count }, (_, atom) => atom), n, first: 0 }];
  for (let part = open.pop(); part; part = open.pop()) {
    if (part.n === 1) {
      for (const atom of part.atoms) cells[atom] = part.first;
      continue;
    }
    const { inside, n: insideCells } = bestCut(graph, tree, part.atoms, part.n, random);
    open.push({ atoms: part.atoms.filter((atom) => inside[atom] === 1), n: insideCells, first: part.first });
    open.push({
      atoms: part.atoms.filter((atom) => inside[atom] !== 1),
      n: part.n - insideCells,
      first: part.first + insideCells,
    });
  }
  return cells;
}

type Room = ReturnType<typeof treeRoom>;

function treeRoom({ count }: AtomGraph) {
  return {
    /** Which part of the land an atom belongs to while it is cut. */
    member: new Int32Array(count),
    round: 0,
    parent: new Int32Array(count),
    order: new Int32Array(count),
    weight: new Float64Array(count),
    size: new Int32Array(count),
    inside: new Uint8Array(count),
  };
}

type Cut = { root: number; n: number; error: number };

function bestCut(graph: AtomGraph, room: Room, atoms: Int32Array, n: number, random: RandomBits) {
  let weight = 0;
  for (const atom of atoms) weight += graph.weights[atom] ?? 0;
  let best: Cut | undefined;
  for (let tries = 0; tries < mostTrees; tries++) {
    growTree(graph, room, atoms, random);
    const cut = evenestCut(graph, room, atoms, n, weight);
    if (best && cut.error >= best.error) continue;
    best = cut;
    markBelow(room, atoms, cut.root);
    if (cut.error <= closeEnough) break;
  }
  return { inside: room.inside, n: best?.n ?? 1 };
}

/** A spanning tree grown from a random atom by taking random edges of its border; `order` has parents before children. */
function growTree(
  { offsets, neighbours }: AtomGraph,
  room: Room,
  atoms: Int32Array,
  random: RandomBits,
): void {
  const { member, parent, order } = room;
  const outside = ++room.round;
  const inside = ++room.round;
  for (const atom of atoms) member[atom] = outside;
  const frontier: number[] = [];
  let size = 0;
  const take = (atom: number, from: number) => {
    member[atom] = inside;
    parent[atom] = from;
    order[size++] = atom;
    for (let half = offsets[atom] ?? 0; half < (offsets[atom + 1] ?? 0); half++) {
      if (member[neighbours[half] ?? 0] === outside) frontier.push(atom, neighbours[half] ?? 0);
    }
  };
  take(atoms[random.below(atoms.length)] ?? 0, -1);
  while (frontier.length > 0) {
    const chosen = random.below(frontier.length / 2) * 2;
    const [from, atom] = [frontier[chosen] ?? 0, frontier[chosen + 1] ?? 0];
    const last = frontier.length - 2;
    frontier[chosen] = frontier[last] ?? 0;
    frontier[chosen + 1] = frontier[last + 1] ?? 0;
    frontier.length = last;
    if (member[atom] === outside) take(atom, from);
  }
}

/** The edge of the tree below which a whole number of cells fits best, near one half where several do. */
function evenestCut({ weights }: AtomGraph, room: Room, atoms: Int32Array, n: number, whole: number): Cut {
  const { parent, order, weight, size } = room;
  const target = whole / n;
  for (const atom of atoms) {
    weight[atom] = weights[atom] ?? 0;
    size[atom] = 1;
  }
  for (let place = atoms.length - 1; place > 0; place--) {
    const atom = order[place] ?? 0;
    const up = parent[atom] ?? 0;
    weight[up] = (weight[up] ?? 0) + (weight[atom] ?? 0);
    size[up] = (size[up] ?? 0) + (size[atom] ?? 0);
  }
  let best: Cut = { root: order[1] ?? 0, n: 1, error: Infinity };
  for (let place = 1; place < atoms.length; place++) {
    const atom = order[place] ?? 0;
    const held = size[atom] ?? 0;
    const wish =
      target > 0 ? Math.round((weight[atom] ?? 0) / target) : Math.round((held / atoms.length) * n);
    const cells = Math.max(1, n - (atoms.length - held), Math.min(wish, n - 1, held));
    const uneven = cells * 4 < n || cells * 4 > 3 * n ? 0.5 : 0;
    const off = target > 0 ? Math.abs((weight[atom] ?? 0) - cells * target) / target : 0;
    const error = off + (n > 3 ? uneven : 0);
    if (error < best.error) best = { root: atom, n: cells, error };
  }
  return best;
}

function markBelow({ parent, order, inside }: Room, atoms: Int32Array, root: number): void {
  for (let place = 0; place < atoms.length; place++) {
    const atom = order[place] ?? 0;
    const up = place === 0 ? -1 : (parent[atom] ?? 0);
    inside[atom] = atom === root || (up >= 0 && inside[up] === 1) ? 1 : 0;
  }
}

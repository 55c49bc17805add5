import type { Contiguity } from './contiguity.ts';
import { accepts, hopeless } from './exponential.ts';
import type { PlanState } from './plan-state.ts';
import type { RandomBits } from './random.ts';

/** Tries random moves on a plan and makes those that the temperature lets through. */
export type Moves = {
  /** One atom goes to the cell of a neighbour. */
  move: (temperature: number) => void;
  /** One atom goes over, and one of those that then touch comes back for it: what no two single moves would pass. */
  swap: (temperature: number) => void;
};

export function movesOf(state: PlanState, { survivesWithout }: Contiguity, random: RandomBits): Moves {
  const { graph, cells, sizes } = state;
  const { offsets, neighbours } = graph;
  const { bits, unit, below } = random;
  const perBit = neighbours.length / 4_294_967_296;
  const sources = new Int32Array(neighbours.length);
  for (let atom = 0; atom < graph.count; atom++)
    sources.fill(atom, offsets[atom] ?? 0, offsets[atom + 1] ?? 0);

  const isWanted = (change: number, temperature: number) =>
    change <= 0 || (change < hopeless * temperature && accepts(change / temperature, unit()));

  function move(temperature: number): void {
    const half = Math.floor(bits() * perBit);
    const atom = sources[half] ?? 0;
    const from = cells[atom] ?? 0;
    const to = cells[neighbours[half] ?? 0] ?? 0;
    if (from === to || sizes[from] === 1) return;
    // Contiguity is the dearest question, so it comes last.
    if (isWanted(state.changeOf(atom, from, to), temperature) && survivesWithout(cells, atom))
      state.move(atom, from, to);
  }

  function swap(temperature: number): void {
    const half = Math.floor(bits() * perBit);
    const atom = sources[half] ?? 0;
    const beyond = neighbours[half] ?? 0;
    const from = cells[atom] ?? 0;
    const to = cells[beyond] ?? 0;
    if (from === to || sizes[from] === 1) return;
    const start = offsets[beyond] ?? 0;
    const other = neighbours[start + below((offsets[beyond + 1] ?? 0) - start)] ?? 0;
    const back = cells[other] === to ? other : beyond;
    if (back === atom || !touches(back, from, atom)) return;
    // Strictness is for the two together: half of a swap may well lie out of tolerance.
    const { isStrict } = state;
    state.isStrict = false;
    trySwap(atom, back, from, to, isStrict, temperature);
    state.isStrict = isStrict;
  }

  function trySwap(
    atom: number,
    back: number,
    from: number,
    to: number,
    isStrict: boolean,
    temperature: number,
  ): void {
    const excess = state.excessOfPair(from, to);
    const first = state.changeOf(atom, from, to);
    if (first === Infinity || !survivesWithout(cells, atom)) return;
    state.move(atom, from, to);
    const change = first + state.changeOf(back, to, from);
    if (isWanted(change, temperature) && survivesWithout(cells, back)) {
      state.move(back, to, from);
      if (!isStrict || state.excessOfPair(from, to) <= excess + 1e-12) return;
      state.move(back, from, to);
    }
    state.move(atom, to, from);
  }

  /** True where the atom touches a cell otherwise than by the one that leaves it. */
  function touches(atom: number, cell: number, leaving: number): boolean {
    const end = offsets[atom + 1] ?? 0;
    for (let half = offsets[atom] ?? 0; half < end; half++) {
      const near = neighbours[half] ?? 0;
      if (near !== leaving && cells[near] === cell) return true;
    }
    return false;
  }

  return { move, swap };
}

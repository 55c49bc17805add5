/**
 * Pseudo-random integers that are the same in every engine: sfc32 (Chris Doty-Humphrey's PractRand), 128 bits of state in
 * a typed array, so that drawing allocates nothing.
 */
export type RandomBits = {
  /** A whole number of 32 bits, uniform. */
  bits: () => number;
  /** Uniform in [0, 1), 32 bits fine. */
  unit: () => number;
  /** A whole number in [0, below); the bias of a multiplication by 32 bits is far below what annealing feels. */
  below: (below: number) => number;
};

const warmUpDraws = 16;
const perBit = 1 / 4_294_967_296;

/** The stream of a seed; `stream` tells apart those that one run needs, such as its starts. */
export function randomBits(seed: number, stream = 0): RandomBits {
  const state = Int32Array.of(seed | 0, Math.floor(seed * perBit) | 0, Math.imul(stream + 1, 0x9e3779b1), 1);
  const bits = () => {
    const a = state[0] ?? 0;
    const b = state[1] ?? 0;
    const c = state[2] ?? 0;
    const counter = state[3] ?? 0;
    const drawn = (((a + b) | 0) + counter) | 0;
    state[3] = (counter + 1) | 0;
    state[0] = b ^ (b >>> 9);
    state[1] = (c + (c << 3)) | 0;
    state[2] = (((c << 21) | (c >>> 11)) + drawn) | 0;
    return drawn >>> 0;
  };
  for (let draw = 0; draw < warmUpDraws; draw++) bits();
  return { bits, unit: () => bits() * perBit, below: (below) => Math.floor(bits() * perBit * below) };
}

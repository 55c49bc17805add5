import { seededRandom } from '../server/demo/random.ts';
import { adjust } from '../server/plans/generate/balanced/adjust.ts';
import { balance, type Quality } from '../server/plans/generate/balanced/balance.ts';
import type { AtomGraph } from '../server/plans/generate/balanced/graph.ts';
import { totalOf } from '../server/plans/generate/balanced/graph.ts';
import { measure } from '../server/plans/generate/balanced/metrics.ts';
import { partsOf } from '../server/plans/generate/balanced/parts.ts';
import { dataFolder, withData } from '../test/support/real-data.ts';
import { makeTown, readArkansas, readOutputAreas } from './districting-graphs.ts';
import { report } from './figure.ts';
import { bestOfMetis, innerBorder } from './metis.ts';

const usualTolerance = 0.1;

if (!withData)
  throw new Error('Set GRIDWARDEN_DATA to the folder of real data (districting/, coverage/uk/).');
console.log('  Output areas carry no people: each is given a lognormal number about 309, from a seed.');
console.log(
  '  Areas in several parts are one atom, so Cornwall with its islets is connected, as METIS wants it.',
);
const somerset = readOutputAreas(dataFolder, 'districting/uk_oa_south_somerset_E07000189.json.gz');
const cases = [
  { name: 'Arkansas into 100', graph: readArkansas(dataFolder), n: 100, unit: '0.01°' },
  {
    name: 'Cornwall into 90',
    graph: readOutputAreas(dataFolder, 'coverage/uk/oa_E06000052_cornwall.json.gz'),
    n: 90,
    unit: 'km',
  },
  { name: 'South Somerset into 20', graph: somerset, n: 20, unit: 'km' },
];
for (const one of cases) {
  if (partsOf(one.graph).parts > 1) throw new Error(`the atoms of ${one.name} are not connected`);
  for (const tolerance of [usualTolerance, 0.05]) compare(one, tolerance);
}
for (const { side, n, seconds } of [
  { side: 55, n: 60, seconds: 5 },
  { side: 159, n: 500, seconds: 30 },
])
  time(side, n, seconds);
shock(somerset, 20);

/** Our border against that of METIS at the same tolerance, in both qualities. */
function compare({ name, graph, n, unit }: (typeof cases)[number], tolerance: number): void {
  const metis = bestOfMetis(graph, n, tolerance);
  console.log(
    `${name}, tolerance ${percent(tolerance)}, heaviest atom ${heaviestAtom(graph, n).toFixed(2)} of a cell`,
  );
  console.log(`  METIS best of 16: ${told(graph, metis.cells, n, tolerance)}`);
  for (const quality of ['draft', 'final'] as const) {
    const { cells } = timedBalance(graph, n, tolerance, quality);
    report({
      name: `inner border, ${name}, tolerance ${percent(tolerance)}, ${quality}`,
      value: innerBorder(graph, cells) / 1000,
      unit,
      baseline: metis.innerBorderMetres / 1000,
      baselineOf: 'METIS, contiguous, the shortest of 16 seeds whether or not it keeps the tolerance',
      atMost: 1.01,
    });
  }
}

function timedBalance(graph: AtomGraph, n: number, tolerance: number, quality: Quality) {
  const startedAt = performance.now();
  const { cells } = balance(graph, { n, tolerance, quality, seed: 1 });
  const seconds = (performance.now() - startedAt) / 1000;
  console.log(`  ours, ${quality}: ${told(graph, cells, n, tolerance)}, ${seconds.toFixed(1)} s`);
  return { cells, seconds };
}

function told(graph: AtomGraph, cells: Int32Array, n: number, tolerance: number): string {
  const { maxDeviation, cellsOutOfTolerance, cellsInPieces, meanCompactness } = measure(
    graph,
    cells,
    n,
    tolerance,
  );
  return [
    `largest deviation ${percent(maxDeviation)}`,
    `${cellsOutOfTolerance} of ${n} cells out of tolerance`,
    `${cellsInPieces} not contiguous`,
    `compactness ${meanCompactness.toFixed(2)}`,
  ].join(', ');
}

function time(side: number, n: number, wantedSeconds: number): void {
  const graph = makeTown(side);
  console.log(`A made-up town of ${graph.count} atoms into ${n}`);
  const metis = bestOfMetis(graph, n, usualTolerance);
  const { cells, seconds } = timedBalance(graph, n, usualTolerance, 'draft');
  report({
    name: `time for ${graph.count} atoms into ${n} cells, draft (border ${(innerBorder(graph, cells) / metis.innerBorderMetres).toFixed(2)} of METIS)`,
    value: seconds,
    unit: 's',
    baseline: metis.seconds,
    baselineOf: 'one run of gpmetis',
    atMost: wantedSeconds / metis.seconds,
  });
}

/** A quarter of the atoms around a place gain 35 % and every atom changes by some 10 %; the first such that leaves about 30 %. */
function shock(graph: AtomGraph, n: number): void {
  const { cells } = balance(graph, { n, tolerance: usualTolerance, seed: 1 });
  const before = graph.weights.slice();
  for (let seed = 1; ; seed++) {
    graph.weights.set(before);
    disturb(graph, seed);
    const { maxDeviation } = measure(graph, cells, n, usualTolerance);
    if (maxDeviation < 0.29 || maxDeviation > 0.31) continue;
    console.log(`South Somerset after a shock (seed ${seed}) that leaves ${percent(maxDeviation)}`);
    break;
  }
  const proposals = adjust(graph, cells, n, { tolerance: usualTolerance, quality: 'draft' }).map(
    (proposal) => ({
      ...proposal,
      deviation: measure(graph, proposal.cells, n, usualTolerance).maxDeviation,
    }),
  );
  for (const { stability, movedShare, deviation } of proposals)
    console.log(
      `  stability ${stability}: ${percent(movedShare)} move, largest deviation ${percent(deviation)}`,
    );
  const moved = proposals.filter(({ deviation }) => deviation <= 0.11).map(({ movedShare }) => movedShare);
  const anew = balance(graph, { n, tolerance: usualTolerance, seed: 2 });
  report({
    name: 'people who change cell to come from 30 % to at most 11 %, the proposal that moves least',
    value: Math.min(...moved) * 100,
    unit: '%',
    baseline: leastMoved(graph, cells, anew.cells) * 100,
    baselineOf: 'a new plan, its cells named after the old ones that they share most with',
    atMost: 8 / (leastMoved(graph, cells, anew.cells) * 100),
  });
}

function disturb({ weights, xs, ys, count }: AtomGraph, seed: number): void {
  const random = seededRandom(seed);
  const centre = random.whole(0, count - 1);
  const distance = (atom: number) =>
    ((xs[atom] ?? 0) - (xs[centre] ?? 0)) ** 2 + ((ys[atom] ?? 0) - (ys[centre] ?? 0)) ** 2;
  const order = Array.from(weights.keys()).sort((a, b) => distance(a) - distance(b) || a - b);
  order.forEach((atom, place) => {
    const growth = place < count / 4 ? 1.35 : 1;
    weights[atom] = Math.round((weights[atom] ?? 0) * growth * (1 + 0.1 * random.normal()));
  });
}

/** The share that moves where each new cell takes the name of an old one, the pairs that share most first. */
function leastMoved({ weights }: AtomGraph, before: Int32Array, after: Int32Array): number {
  const shared = new Map<string, number>();
  after.forEach((cell, atom) => {
    const key = `${before[atom]},${cell}`;
    shared.set(key, (shared.get(key) ?? 0) + (weights[atom] ?? 0));
  });
  const taken = new Set<string>();
  let stays = 0;
  for (const [key, weight] of [...shared].sort((a, b) => b[1] - a[1])) {
    const [old, cell] = key.split(',');
    if (taken.has(`old ${old}`) || taken.has(`new ${cell}`)) continue;
    taken.add(`old ${old}`).add(`new ${cell}`);
    stays += weight;
  }
  return 1 - stays / totalOf(weights);
}

function heaviestAtom({ weights }: AtomGraph, n: number): number {
  return (weights.reduce((most, weight) => Math.max(most, weight), 0) * n) / totalOf(weights);
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}

import { createHash } from 'node:crypto';
import { seededRandom } from '../server/demo/random.ts';
import { leastCostFlow } from '../server/matching/flow.ts';
import { type Transport, unitsOf } from '../server/matching/transport.ts';
import { barred, type Matching, matchAll, type Pairs } from '../server/matching/unpruned.ts';
import { solveByHighs } from '../test/support/transport-oracle.ts';
import { randomPairs, randomTransport } from '../test/support/transport-problems.ts';
import { report } from './figure.ts';

// Costs are hundredths of a minute: a change of post 30 minutes, a further post of the same person 15, 30 …
const short = -100_000;
const changeCost = 3000;
const loads = [0, 1500, 3000];

const people = 15_749;
const posts = 3_000;

await smallProblems();
await unprunedOptimum();
await againstHighs(1_000, 5_000);
const large = timed(posts, people);
greedyBaseline(large);
steadiness(large);

function problemOf(slots: number, count: number, seed = 1) {
  const pairs = randomPairs(seed, { people: count, slots });
  const units = {
    slotUnits: unitsOf(Array.from({ length: slots }, () => [short])),
    personUnits: unitsOf(Array.from({ length: count }, () => loads)),
  };
  return { pairs, units };
}

type Solved = {
  matching: Matching;
  seconds: number;
  pairs: Pairs;
  units: ReturnType<typeof problemOf>['units'];
};

function timed(slots: number, count: number): Solved {
  const problem = problemOf(slots, count);
  // Processor time: it is one thread, and others may be at work on the same cores.
  const run = () => {
    const startedAt = process.cpuUsage();
    const matching = matchAll(problem.pairs, problem.units);
    return { matching, seconds: process.cpuUsage(startedAt).user / 1e6 };
  };
  const first = run();
  const second = run();
  const isSame = digest(first.matching) === digest(second.matching);
  console.log(
    `${slots} posts to ${count} people, 20 candidates each, then every pair that could be better: ${first.seconds.toFixed(2)} s and ${second.seconds.toFixed(2)} s of processor time, ${first.matching.rounds} rounds, ${first.matching.problem.arcPeople.length} arcs, ${isSame ? 'the same both times' : 'DIFFERENT'}, ${Math.round(process.memoryUsage().rss / 1e6)} MB resident`,
  );
  return { ...second, ...problem };
}

function digest({ flow }: Matching): string {
  return createHash('sha256').update(flow.taken).digest('hex');
}

/** The objective on 200 random problems against HiGHS. */
async function smallProblems(): Promise<void> {
  let equal = 0;
  for (let seed = 1; seed <= 200; seed++) {
    const problem = randomTransport(seed);
    const { cost } = await solveByHighs(problem);
    if (Math.abs(leastCostFlow(problem).cost - cost) < 1e-6) equal++;
  }
  report({
    ...{ name: 'random problems with the objective of HiGHS', value: equal, unit: 'problems' },
    ...{ baseline: 200, baselineOf: 'problems tried', atLeast: 1 },
  });
}

/** 20 candidates each against HiGHS over every pair of 100 posts and 500 people. */
async function unprunedOptimum(): Promise<void> {
  let equal = 0;
  for (let seed = 1; seed <= 50; seed++) {
    const { pairs } = problemOf(100, 500, seed);
    const random = seededRandom(seed);
    const units = {
      slotUnits: unitsOf(Array.from({ length: 100 }, () => Array(random.whole(1, 10)).fill(short))),
      personUnits: unitsOf(Array.from({ length: 500 }, () => loads.slice(0, random.whole(1, 2)))),
    };
    const oracle = await solveByHighs(matchAll(pairs, units, pairs.people).problem);
    if (Math.abs(matchAll(pairs, units).flow.cost - oracle.cost) < 1e-3) equal++;
  }
  report({
    ...{ name: 'of 100 posts and 500 people, the optimum over all pairs', value: equal, unit: 'problems' },
    ...{ baseline: 50, baselineOf: 'problems tried', atLeast: 1 },
  });
}

/** Time and objective against HiGHS on the same arcs, at a size that HiGHS still takes. */
async function againstHighs(slots: number, count: number): Promise<void> {
  const { matching } = timed(slots, count);
  const begunAt = performance.now();
  leastCostFlow(matching.problem);
  const seconds = (performance.now() - begunAt) / 1000;
  const startedAt = performance.now();
  const { cost } = await solveByHighs(matching.problem);
  const highsSeconds = (performance.now() - startedAt) / 1000;
  console.log(`  objective ${matching.flow.cost}, of HiGHS ${cost}`);
  report({
    ...{ name: `${slots} posts to ${count} people`, value: seconds, unit: 's' },
    ...{ baseline: highsSeconds, baselineOf: 'HiGHS on the same arcs', atMost: 1 },
  });
}

/** What is gained over giving each post in turn the nearest who is free. */
function greedyBaseline({ matching, seconds }: Solved): void {
  const greedy = greedyCost(matching.problem);
  report({
    ...{
      name: 'cost of 3,000 posts to 15,749 people',
      value: (matching.flow.cost - posts * short) / 100,
      unit: 'min',
    },
    ...{
      baseline: (greedy - posts * short) / 100,
      baselineOf: 'the cheapest who is left, post by post',
      atMost: 1,
    },
  });
  report({
    ...{ name: 'the same, time', value: seconds, unit: 's', baseline: 5, baselineOf: 'the limit', atMost: 1 },
  });
}

function greedyCost({ slots, people: count, arcStarts, arcPeople, arcCosts }: Transport): number {
  const sent = new Int32Array(count);
  let cost = 0;
  for (let slot = 0; slot < slots; slot++) {
    let best = { cost: 0, person: -1 };
    for (let arc = arcStarts[slot] ?? 0; arc < (arcStarts[slot + 1] ?? 0); arc++) {
      const person = arcPeople[arc] ?? 0;
      const load = loads[sent[person] ?? 0];
      if (load === undefined) continue;
      const total = (arcCosts[arc] ?? 0) + load + short;
      if (total < best.cost) best = { cost: total, person };
    }
    if (best.person < 0) continue;
    sent[best.person] = (sent[best.person] ?? 0) + 1;
    cost += best.cost;
  }
  return cost;
}

/** One in a hundred is absent: how many of the others keep their posts, where a change costs 30 minutes. */
function steadiness({ matching, pairs, units }: Solved): void {
  const posted = postsOf(matching.problem, matching);
  const random = seededRandom(7);
  const absent = new Set(
    Array.from({ length: pairs.people }, (_, person) => person).filter(() => random.chance(0.01)),
  );
  for (const [name, cost] of [
    ['with', changeCost],
    ['without', 0],
  ] as const) {
    const again = matchAll(
      {
        ...pairs,
        writeCosts: (slot, into) => {
          pairs.writeCosts(slot, into);
          for (let person = 0; person < into.length; person++)
            if (absent.has(person)) into[person] = barred;
            else if (into[person] !== barred && posted.get(slot) !== person)
              into[person] = (into[person] ?? 0) + cost;
        },
      },
      units,
    );
    const now = postsOf(again.problem, again);
    const others = [...posted].filter(([, person]) => !absent.has(person));
    const kept = others.filter(([slot, person]) => now.get(slot) === person).length;
    report({
      ...{
        name: `who keep their posts after 1 % are absent, ${name} the cost of a change`,
        value: kept,
        unit: 'people',
      },
      ...{ baseline: others.length, baselineOf: 'the others who had a post' },
      ...(cost > 0 && { atLeast: 0.97 }),
    });
    if (cost > 0) loadSpread(again);
  }
}

/** The load of the busiest tenth over that of the least busy, of those who were sent anywhere. */
function loadSpread({ problem, flow }: Matching): void {
  const counts = new Int32Array(problem.people);
  flow.taken.forEach((isTaken, arc) => {
    const person = problem.arcPeople[arc] ?? 0;
    if (isTaken) counts[person] = (counts[person] ?? 0) + 1;
  });
  const sent = [...counts].filter((count) => count > 0).sort((a, b) => a - b);
  const at = (share: number) => sent[Math.floor(share * (sent.length - 1))] ?? 0;
  report({
    ...{ name: 'posts of the busiest tenth of those sent', value: at(0.9), unit: 'posts' },
    ...{ baseline: at(0.1), baselineOf: 'posts of the least busy tenth', atMost: 1.5 },
  });
}

function postsOf({ slots, arcStarts, arcPeople }: Transport, { flow }: Matching): Map<number, number> {
  const posted = new Map<number, number>();
  for (let slot = 0; slot < slots; slot++)
    for (let arc = arcStarts[slot] ?? 0; arc < (arcStarts[slot + 1] ?? 0); arc++)
      if (flow.taken[arc]) posted.set(slot, arcPeople[arc] ?? 0);
  return posted;
}

import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../../server/demo/random.ts';
import type { Ledger } from './ledger.ts';
import type { MortalDatabase } from './mortal-database.ts';
import type { RunningProduct } from './running-product.ts';
import type { SmallDisk } from './small-disk.ts';

type World = {
  product: RunningProduct;
  database: MortalDatabase;
  disk: SmallDisk;
  ledger: Ledger;
  random: Random;
  say: (line: string) => void;
};

export type Toll = {
  kills: number;
  outages: number;
  fullDisks: number;
  clockJumps: number;
  longestOutageMs: number;
};

type Disaster = { name: string; strike: (world: World, toll: Toll) => Promise<void> };

const recoveryMs = 120_000;

/**
 * Strikes until the time is over, and until each disaster has struck: once in every round, in an order that the seed
 * decides.
 */
export async function strikeUntil(world: World, endsAt: number): Promise<Toll> {
  const toll: Toll = { kills: 0, outages: 0, fullDisks: 0, clockJumps: 0, longestOutageMs: 0 };
  const { random, say, ledger } = world;
  let round = shuffled(random, disastersOf(world));
  for (let isFirst = true; isFirst || Date.now() < endsAt; ) {
    if (round.length === 0) {
      isFirst = false;
      round = shuffled(random, disastersOf(world));
      continue;
    }
    const disaster = round.pop();
    if (!disaster) break;
    await sleep(random.whole(500, 2_500));
    const struckAt = Date.now();
    say(disaster.name);
    await disaster.strike(world, toll);
    await untilAnswered(world, disaster.name, ledger.acknowledgements);
    toll.longestOutageMs = Math.max(toll.longestOutageMs, Date.now() - struckAt);
  }
  return toll;
}

function disastersOf({ database, disk }: World): Disaster[] {
  const ends = Object.entries(database.ends).map(([name, end]) => databaseEnds(name, end));
  return [serverKilled, ...ends, clockJumps, ...(disk.unfillable === null ? [diskFull] : [])];
}

const serverKilled: Disaster = {
  name: 'the server killed with -9',
  strike: async ({ product, random }, toll) => {
    toll.kills++;
    await product.kill();
    await sleep(random.whole(0, 500));
    await product.start();
  },
};

const databaseEnds = (name: string, end: () => void): Disaster => ({
  name,
  strike: async ({ database, random }, toll) => {
    toll.outages++;
    end();
    await sleep(random.whole(200, 2_000));
    database.startAgain();
  },
});

const clockJumps: Disaster = {
  name: "the server's clock jumps",
  strike: async ({ product }, toll) => {
    toll.clockJumps++;
    product.jumpClock();
  },
};

const diskFull: Disaster = {
  name: 'the disk full',
  strike: async ({ disk, database, random }, toll) => {
    toll.fullDisks++;
    disk.fill();
    await sleep(random.whole(1_500, 3_500));
    disk.free();
    database.startAgain();
  },
};

/** Throws where nothing is acknowledged for too long after a disaster is over. */
async function untilAnswered({ ledger, product }: World, name: string, before: number): Promise<void> {
  const until = Date.now() + recoveryMs;
  while (ledger.acknowledgements <= before) {
    if (product.hasEnded) throw new Error(`The server ended by itself after: ${name}.`);
    if (Date.now() > until)
      throw new Error(`Nothing was acknowledged for ${recoveryMs / 1000} s after: ${name}.`);
    await sleep(50);
  }
}

function shuffled<T>(random: Random, items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, place: random.next() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}

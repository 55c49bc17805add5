import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readTicks, stolenSince, yardstick } from './machine.ts';

/** `npm run bench -- ingest coverage`: runs these figures one after the other, each from its own file. */
async function main(names: readonly string[]): Promise<void> {
  const unknown = names.find((name) => !existsSync(fileOf(name)));
  if (names.length === 0 || unknown !== undefined) {
    console.error(
      `Name the figures to measure, as in: npm run bench -- ingest${unknown ? ` (no ${unknown})` : ''}`,
    );
    process.exit(1);
  }
  const before = { yardstick: yardstick(), ticks: readTicks() };
  for (const name of names) await import(fileOf(name));
  tellMachine(before);
}

/** How fast the machine was before and after, and how much of it others took: without it, seconds say little. */
function tellMachine(before: { yardstick: number; ticks: ReturnType<typeof readTicks> }): void {
  const yardsticks = [before.yardstick, yardstick()].map(Math.round);
  const stolen = stolenSince(before.ticks);
  const taken =
    stolen === null ? '' : `; ${(stolen * 100).toFixed(1)} % of its time was taken by other guests`;
  console.log(`machine: ${yardsticks.join(' and ')} ms for the yardstick, before and after${taken}`);
  console.log(JSON.stringify({ machine: { yardsticks, stolen } }));
}

function fileOf(name: string): string {
  return join(import.meta.dirname, `${name}.bench.ts`);
}

await main(process.argv.slice(2));

import { parseArgs } from 'node:util';

export type Options = { seconds: number; seed: number; database: 'embedded' | 'postgres' };

const usage = 'npm run torture -- [--seconds 120] [--seed 7] [--database embedded|postgres]';

/** What was asked for on the command line; throws with the usage where that makes no sense. */
export function readOptions(args: readonly string[]): Options {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: [...args], options: { seconds: text, seed: text, database: text } });
  const { seconds = '120', seed = '7', database = 'postgres' } = values;
  if (database !== 'embedded' && database !== 'postgres')
    throw new Error(`--database is embedded or postgres.\n${usage}`);
  return {
    seconds: whole('--seconds', seconds, 5, 86_400),
    seed: whole('--seed', seed, 0, 0xffffffff),
    database,
  };
}

function whole(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new Error(`${name} is a whole number from ${least} to ${most}, not ${text}.\n${usage}`);
  return value;
}

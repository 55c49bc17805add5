import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { z } from 'zod';
import { typeScriptLoader } from '../server/typescript/loader.ts';

const told = z.union([z.object({ failed: z.string() }), z.looseObject({ done: z.string() })]);

export type FleetProcess = {
  order: (order: Record<string, unknown>) => Promise<Record<string, number>>;
  end: () => void;
};

/** Starts the terminals' own process. */
export async function startFleet(): Promise<FleetProcess> {
  const child = fork(join(import.meta.dirname, 'terminal-fleet-client.ts'), {
    execArgv: ['--import', typeScriptLoader],
  });
  await once(child, 'spawn');
  return {
    async order(order) {
      child.send(order);
      const [message] = await once(child, 'message');
      const answer = told.parse(message);
      if ('failed' in answer) throw new Error(`The terminals failed: ${answer.failed}`);
      const numbers = Object.entries(answer).filter(([, value]) => typeof value === 'number');
      return z.record(z.string(), z.number()).parse(Object.fromEntries(numbers));
    },
    end: () => void child.kill(),
  };
}

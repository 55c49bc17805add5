import { alerting } from './alerts/look.ts';
import type { Deps } from './deps.ts';
import { forgettingImports } from './imports/forget.ts';
import { measuring, retainingMeasures } from './measures/background.ts';
import { retainingSweeps, sweeping } from './sweeps/background.ts';
import { relocating } from './tracks/relocate.ts';
import { rereading } from './tracks/rereadings.ts';
import { retaining } from './tracks/retention.ts';

/** A piece of background work: does what is due and says in how many milliseconds to ask again. */
type Work = { name: string; everyMs: number; run: (deps: Deps) => Promise<void> };

const works: Work[] = [
  forgettingImports,
  retaining,
  rereading,
  relocating,
  sweeping,
  retainingSweeps,
  alerting,
  measuring,
  retainingMeasures,
];

/** Starts the background work; each piece runs alone, and a failure is logged and tried again. Returns how to stop. */
export function startWork(deps: Deps): () => Promise<void> {
  const stops = works.map((work) => repeat(deps, work));
  return async () => {
    await Promise.all(stops.map((stop) => stop()));
  };
}

function repeat(deps: Deps, work: Work): () => Promise<void> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let running = Promise.resolve();
  const turn = () => {
    running = work
      .run(deps)
      .catch((error: unknown) => deps.log.error({ err: error, work: work.name }, 'background work failed'))
      .then(() => {
        if (!stopped) timer = setTimeout(turn, work.everyMs);
      });
  };
  turn();
  return () => {
    stopped = true;
    clearTimeout(timer);
    return running;
  };
}

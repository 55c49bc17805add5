import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/**
 * Lets V8 collect once the heap has grown by half of what was alive: by itself it waits until there is several times as
 * much, and a hundred pages that were answered stay resident.
 */
export function boundGarbage(): void {
  setFlagsFromString('--heap-growing-percent=50');
}

/** Frees what a large piece of work at the start left behind: V8 itself waits until memory is short, which it never is. */
export function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
}

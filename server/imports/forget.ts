import type { Deps } from '../deps.ts';
import { forgetTakenOver } from '../people/take-over.ts';
import { forgetImports, forgetRefused } from './store.ts';

const keptDays = 7;

/** Imports of people can be undone this long; then what people's files said before is forgotten. */
export const undoDays = 30;

/** Removes previews that nobody committed within a week, and what committed imports of people keep for some time. */
export const forgettingImports = {
  name: 'forget imports',
  everyMs: 6 * 3_600_000,
  run: async ({ db }: Deps): Promise<void> => {
    await forgetImports(db, keptDays);
    await forgetRefused(db, keptDays);
    await forgetTakenOver(db, undoDays);
  },
};

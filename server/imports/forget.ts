import type { Deps } from '../deps.ts';
import { forgetImports } from './store.ts';

const keptDays = 7;

/** Removes previews that nobody committed within a week. */
export const forgettingImports = {
  name: 'forget imports',
  everyMs: 6 * 3_600_000,
  run: async ({ db }: Deps): Promise<void> => {
    await forgetImports(db, keptDays);
  },
};

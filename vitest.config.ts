import { defineConfig } from 'vitest/config';
import { usesEmbedded } from './test/support/choice.ts';

const databaseTests = 'test/**/*.db.test.ts';
const browserTests = 'test/**/*.e2e.test.ts';
/** They start the product, or its embedded database, themselves: whichever database the others run on. */
const productTests = 'test/**/*.product.test.ts';

// Groups run one after the other: each project has its own number of workers.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'pure',
          include: ['test/**/*.test.ts'],
          exclude: [databaseTests, browserTests, productTests],
          isolate: false,
          testTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: 'db',
          include: [databaseTests],
          globalSetup: 'test/support/global-database.ts',
          isolate: false,
          // One copy of the database a worker; the embedded one cannot be copied while it runs.
          maxWorkers: usesEmbedded() ? 1 : 2,
          // Bounds on a hang, not on speed: a loaded machine is slow.
          testTimeout: 180_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'e2e',
          include: [browserTests],
          isolate: false,
          globalSetup: 'test/support/global-database.ts',
          maxWorkers: 1,
          // Where there is no browser, test/run.mjs says so and every test of these counts as skipped.
          ...(process.env['SKIP_BROWSER_TESTS'] ? { testNamePattern: /^$/ } : {}),
          // A pointer now and then misses where two cores draw two browsers in software: such a test is tried once more.
          retry: 1,
          testTimeout: 300_000,
          hookTimeout: 300_000,
          sequence: { groupOrder: 2 },
        },
      },
      {
        test: {
          name: 'product',
          include: [productTests],
          maxWorkers: 2,
          testTimeout: 180_000,
          hookTimeout: 240_000,
          sequence: { groupOrder: 3 },
        },
      },
    ],
  },
});

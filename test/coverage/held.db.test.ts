import fc from 'fast-check';
import { expect, test } from 'vitest';
import { heldVisits } from '../../server/coverage/held-visits.ts';
import { openDatabase } from '../../server/database/open.ts';
import { type Changes, writeChanges } from '../../server/tracks/derived-store.ts';
import { retain } from '../../server/tracks/retention.ts';
import { testDatabase } from '../support/database.ts';
import { makeDevice } from '../support/district.ts';

const { db, connection } = await testDatabase();
const start = Date.UTC(2026, 2, 1);
const minuteMs = 60_000;

/** Straight from the table. */
async function stored(from: number, to: number) {
  const { rows } = await db.raw(
    `select device_id, cell_id, person_id, extract(epoch from entered_at) * 1000 as entered_at,
       extract(epoch from left_at) * 1000 as left_at, bridged_seconds * 1000 as bridged, metres from visits
     where entered_at < :to and left_at > :from order by entered_at, device_id, cell_id`,
    { from: new Date(from), to: new Date(to) },
  );
  return rows.map((row: Record<string, string | number | null>) => Object.values(row).map(Number));
}

async function held(from: number, to: number) {
  const { visits } = await heldVisits(db, [from, to]);
  const { deviceId, cellId, personId, enteredAt, leftAt, bridgedMs, metres } = visits;
  const columns = [deviceId, cellId, personId, enteredAt, leftAt, bridgedMs, metres];
  const all = Array.from(cellId, (_, row) => columns.map((column) => column[row] ?? Number.NaN));
  const rows = all.filter(([, , , entered = 0, left = 0]) => entered < to && left > from);
  return rows.sort(
    ([deviceA = 0, cellA = 0, , a = 0], [deviceB = 0, cellB = 0, , b = 0]) =>
      a - b || deviceA - deviceB || cellA - cellB,
  );
}

const anyMinute = fc.nat({ max: 6 * 1440 });
const anyStep = fc.record({
  device: fc.nat({ max: 2 }),
  minute: anyMinute,
  minutes: fc.integer({ min: 0, max: 1440 }),
  removes: fc.boolean(),
  asks: fc.tuple(anyMinute, fc.integer({ min: 1, max: 4 * 1440 })),
});

test('what is held of visits is what is stored, whatever was written since by whichever process', async () => {
  const devices = [await makeDevice(db), await makeDevice(db), await makeDevice(db)];
  const other = openDatabase(connection, 1);
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { maxLength: 25 }), async (steps) => {
        const written: { device: number; cellId: number; enteredAt: number }[] = [];
        for (const { device, minute, minutes, removes, asks } of steps) {
          const deviceId = devices[device] ?? 0;
          const enteredAt = start + minute * minuteMs;
          const gone = removes ? written.filter((one) => one.device === device).slice(0, 2) : [];
          const visit = { cellId: 1 + (minute % 5), personId: minute % 3 || null, enteredAt };
          const changes: Changes = {
            visits: removes
              ? []
              : [
                  {
                    ...visit,
                    leftAt: enteredAt + minutes * minuteMs,
                    metres: minutes / 3,
                    bridged: minutes > 9 ? [[enteredAt + minuteMs, enteredAt + 4 * minuteMs]] : [],
                    continued: false,
                  },
                ],
            visitsGone: gone,
            tracks: [],
            tracksGone: [],
            tracksMoved: [],
            points: new Map(),
            pointsGone: [],
            touched: { from: 0, to: 0 },
          };
          await writeChanges(minute % 2 ? db : other, 1, [{ deviceId, changes }]);
          if (!removes) written.push({ device, ...visit });
          const from = start + asks[0] * minuteMs;
          const to = from + asks[1] * minuteMs;
          expect(await held(from, to)).toEqual(await stored(from, to));
        }
      }),
      { numRuns: 25 },
    );
  } finally {
    await other.destroy();
  }
});

test('what the retention ends is no longer held', async () => {
  const deviceId = await makeDevice(db);
  const day = 24 * 60 * minuteMs;
  const visits = [0, 1, 2, 3, 40].map((days) => ({
    cellId: 1,
    personId: null,
    enteredAt: start + days * day + 23 * 60 * minuteMs,
    leftAt: start + days * day + 25 * 60 * minuteMs,
    metres: 0,
    bridged: [],
    continued: false,
  }));
  const none = {
    visitsGone: [],
    tracks: [],
    tracksGone: [],
    tracksMoved: [],
    points: new Map(),
    pointsGone: [],
    touched: { from: 0, to: 0 },
  };
  await writeChanges(db, 1, [{ deviceId, changes: { ...none, visits } }]);
  const all = [start - day, start + 60 * day] as const;
  expect((await held(...all)).length).toBe(5);
  await retain(db, 1, new Date(Date.UTC(2026, 4, 10)));
  expect(await held(...all)).toEqual(await stored(...all));
  expect((await held(...all)).length).toBe(1);
});
